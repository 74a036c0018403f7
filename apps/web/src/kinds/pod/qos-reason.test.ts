import { describe, expect, test } from 'vitest';
import { sectionWords } from '../test/section-words.ts';
import { qosOf, qosWords } from './qos-reason.ts';

const container = (name: string, requests: object = {}, limits: object = {}) => ({
  name,
  resources: { requests, limits },
});
const full = { cpu: '500m', memory: '1Gi' };

describe('QoS class', () => {
  test.each([
    ['nothing asked', { containers: [container('a')] }, 'BestEffort'],
    ['zero is nothing', { containers: [container('a', { cpu: '0' })] }, 'BestEffort'],
    ['limits alone count as requests', { containers: [container('a', {}, full)] }, 'Guaranteed'],
    [
      'equal, otherwise written',
      { containers: [container('a', { cpu: '0.5', memory: '1024Mi' }, full)] },
      'Guaranteed',
    ],
    ['one container without', { containers: [container('a', full, full), container('b')] }, 'Burstable'],
    [
      'an init container counts',
      { containers: [container('a', full, full)], initContainers: [container('i')] },
      'Burstable',
    ],
    ['other resources do not count', { containers: [container('a', { 'example.com/gpu': '1' })] }, 'BestEffort'],
    ['the pod as a whole goes before', { resources: { limits: full }, containers: [container('a')] }, 'Guaranteed'],
    ['an odd spec', null, 'BestEffort'],
  ])('%s', (_, spec, qos) => {
    expect(qosOf(spec).qos).toBe(qos);
  });

  test('Burstable says what is missing', () => {
    const spec = { containers: [container('app', { memory: '16Mi' }, { memory: '32Mi' })] };
    expect(qosWords({ spec, status: { qosClass: 'Burstable' } }, sectionWords)).toBe(
      'Not Guaranteed, since app has no limit for cpu; app requests 16Mi memory with a limit of 32Mi.',
    );
  });

  test('of 200 containers a few are named', () => {
    const many = Array.from({ length: 200 }, (_, i) => container(`c${i}`, { cpu: '1' }));
    expect(qosWords({ spec: { containers: many } }, sectionWords)).toMatch(/; 396 more\.$/);
  });

  test('what the server says otherwise is not explained', () => {
    expect(qosWords({ spec: {}, status: { qosClass: 'Guaranteed' } }, sectionWords)).toBe('');
  });
});
