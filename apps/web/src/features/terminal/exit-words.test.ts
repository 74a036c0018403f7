import { expect, it } from 'vitest';
import { exitWords } from './exit-words.ts';

it.each([
  [null, 'exit.unknown'],
  [0, 'exit.done'],
  [1, 'exit.failed'],
  [127, 'exit.notFound'],
  [130, 'exit.interrupted'],
  [137, 'exit.killed'],
  [139, 'exit.signal'],
  [255, 'exit.failed'],
])('%s → %s', (code, words) => {
  expect(exitWords(code)).toBe(words);
});
