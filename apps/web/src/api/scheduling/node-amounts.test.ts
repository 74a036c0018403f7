import { describe, expect, it } from 'vitest';
import { reservedOf, usedOf } from './node-amounts.ts';

const amounts = (record: Record<string, string>) => new Map(Object.entries(record));

describe('what a node has (OPS-181, OPS-187)', () => {
  it.each([
    [{ cpu: '4' }, { cpu: '3800m' }, { cpu: '200m' }],
    [{ memory: '16Gi' }, { memory: '15Gi' }, { memory: '1Gi' }],
    [{ memory: '16393228Ki' }, { memory: '16290828Ki' }, { memory: '100Mi' }],
    [{ 'ephemeral-storage': '1000Ki' }, { 'ephemeral-storage': '921600' }, { 'ephemeral-storage': '100Ki' }],
    [{ pods: '110' }, { pods: '110' }, { pods: '0' }],
    // hugepages set aside later make less capacity than allocatable for a while
    [{ memory: '1Gi' }, { memory: '2Gi' }, { memory: '0' }],
    [{ 'nvidia.com/gpu': '1' }, {}, {}],
  ])('%j of which %j is allocatable keeps %j', (capacity, allocatable, kept) => {
    expect(Object.fromEntries(reservedOf(amounts(capacity), amounts(allocatable)))).toEqual(kept);
  });

  it.each([
    [
      { cpu: '156340122n', memory: '1283072Ki' },
      { cpu: '157m', memory: '1253Mi' },
    ],
    [
      { cpu: '2', memory: '1073741824' },
      { cpu: '2000m', memory: '1024Mi' },
    ],
    [{ cpu: 'much' }, {}],
    [null, {}],
  ])('uses %j: %j', (usage, shown) => {
    expect(Object.fromEntries(usedOf({ usage }))).toEqual(shown);
  });
});
