import { expect, it } from 'vitest';
import { readPaste } from './paste-text.ts';

it.each<[string, string, number, boolean]>([
  ['ls', 'ls', 1, false],
  ['ls\n', 'ls\n', 1, true],
  ['a\r\nb\rc', 'a\nb\nc', 3, true],
  ['a\n\nb\n', 'a\n\nb\n', 3, true],
  ['', '', 1, false],
  ['\n', '\n', 1, true],
  ['echo\t容器 é', 'echo\t容器 é', 1, false],
  ['safe\x1b[201~rm -rf x\n', 'safe[201~rm -rf x\n', 1, true],
  ['a\x03\x9b\x7fb', 'ab', 1, false],
])('%j', (clipboard, text, lines, runs) => {
  expect(readPaste(clipboard)).toEqual({ text, lines, runs });
});
