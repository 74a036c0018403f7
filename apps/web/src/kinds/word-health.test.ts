import { describe, expect, it } from 'vitest';
import { statusColumnOf, wordHealth } from './word-health.ts';

describe('wordHealth', () => {
  it.each([
    ['Running', 'ok'],
    ['Bound', 'ok'],
    ['True', 'ok'],
    ['Pending', 'progressing'],
    ['Terminating', 'progressing'],
    ['CrashLoopBackOff', 'failed'],
    ['Init:ImagePullBackOff', 'failed'],
    ['NotReady', 'failed'],
    ['False', 'warning'],
    ['Completed', 'stopped'],
    ['Unknown', 'unknown'],
    ['Sailing', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('%j is %s', (word, health) => {
    expect(wordHealth(word)).toBe(health);
  });
});

describe('statusColumnOf', () => {
  it.each([
    [['Name', 'Phase', 'Age'], 1],
    [['Name', 'Ready', 'Status'], 2],
    [['Name', 'READY'], 1],
    [['Name', 'Age'], -1],
  ])('%j: %i', (names, index) => {
    expect(statusColumnOf(names)).toBe(index);
  });
});
