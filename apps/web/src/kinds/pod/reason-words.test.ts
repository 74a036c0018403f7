import { describe, expect, it, test } from 'vitest';
import english from '../../i18n/locales/en/reasons.json';
import chinese from '../../i18n/locales/zh-CN/reasons.json';
import { findReason, KNOWN_REASONS } from './reason-words.ts';

describe('the dictionary of reasons (CTL-26)', () => {
  it('has the cause and the next step of each in both languages, and no words that nobody speaks', () => {
    expect(KNOWN_REASONS.length).toBeGreaterThan(24);
    for (const { about } of [english, chinese]) {
      expect(Object.keys(about).sort()).toEqual([...KNOWN_REASONS].sort());
      expect(Object.values(about).filter(({ cause, next }) => cause === '' || next === '')).toEqual([]);
    }
  });

  test.each([
    ['ImagePullBackOff', { key: 'ImagePullBackOff', place: 'events' }],
    ['Init:ImagePullBackOff', { key: 'ImagePullBackOff', place: 'events' }],
    ['CrashLoopBackOff', { key: 'CrashLoopBackOff', place: 'lastLog' }],
    ['Unkown', { key: 'Unknown', place: 'node' }],
    ['PreStartContainer', { key: 'PreStartHookError', place: 'events' }],
    ['OutOfcpu', { key: 'OutOf', place: 'node' }],
    ['OutOfnvidia.com/gpu', { key: 'OutOf', place: 'node' }],
    ['PodInitializing', { key: 'PodInitializing' }],
    ['SomethingNew', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%s', (reason, entry) => {
    expect(findReason(reason)).toEqual(entry);
  });
});
