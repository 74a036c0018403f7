import { expect, test } from 'vitest';
import type { ContainerState } from '../../api/pod-containers.ts';
import { sectionWords } from '../test/section-words.ts';
import { exitWords } from './exit-words.ts';

const ended = (exitCode: number | undefined, more: Partial<ContainerState> = {}): ContainerState => ({
  phase: 'terminated',
  reason: '',
  message: '',
  exitCode,
  signal: undefined,
  startedAt: '',
  finishedAt: '',
  ...more,
});

test.each([
  [ended(137), /SIGKILL \(128 \+ 9\)/],
  [ended(139), /SIGSEGV \(128 \+ 11\)/],
  [ended(143), /SIGTERM \(128 \+ 15\)/],
  [ended(137, { reason: 'OOMKilled' }), /more memory than its limit/],
  [ended(1, { reason: 'OOMKilled' }), /more memory than its limit/],
  [ended(0), /with success/],
  [ended(126), /could not be run/],
  [ended(127), /not found in the image/],
  [ended(128), /could not be started/],
  [ended(141), /SIGPIPE \(128 \+ 13\)/],
  [ended(255), /out of range/],
  [ended(3), /^3 is the program's own code/],
  // a signal that the runtime names goes before the code
  [ended(1, { signal: 9 }), /SIGKILL/],
  // no signal of that number: the program's own code
  [ended(250), /^250 is the program's own/],
])('%j in words', (state, words) => {
  expect(exitWords(state, sectionWords)).toMatch(words);
});

test('says nothing of what has not ended, or ended without a code', () => {
  expect(exitWords(ended(undefined), sectionWords)).toBe('');
  expect(exitWords(ended(137, { phase: 'running' }), sectionWords)).toBe('');
});
