import { describe, expect, test } from 'vitest';
import { safeHref } from '../../ui/safe-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { parseAnsi, plainText } from './ansi.ts';

const ESCAPES: readonly (readonly [string, string])[] = [
  ['the clipboard (OSC 52)', '\x1b]52;c;cHduZWQ=\x07'],
  ['a link (OSC 8)', '\x1b]8;;javascript:alert(1)\x1b\\text\x1b]8;;\x1b\\'],
  ['a title (OSC 0)', '\x1b]0;pwned\x07'],
  ['a device string (DCS)', '\x1bP$qm\x1b\\'],
  ['a question (DECRQSS)', '\x1b[c\x1b[6n'],
  ['a repetition (REP)', 'a\x1b[999999999b'],
  ['8-bit controls', '\x9b31m\x9d52;c;x\x9c'],
];

describe('escapes of a terminal are no escapes in a page', () => {
  test.each(ESCAPES)('%s', (_name, text) => {
    const spans = parseAnsi(`before ${text} after`);
    const shown = spans.map((span) => span.text).join('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(shown).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
    expect(shown).toContain('before');
    expect(shown).toContain('after');
    expect(shown.length).toBeLessThan(200);
  });
});

test('text that would turn round or vanish is shown by its code', () => {
  const shown = safeText('a\u202egnp.exe\u200b\u2066\0\x1b[31m');
  for (const character of ['\u202e', '\u200b', '\u2066', '\0', '\x1b']) expect(shown).not.toContain(character);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'Label | javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://x/y',
  '//evil.example',
  '/relative',
  '',
])('%j is no link', (address) => {
  expect(safeHref(address)).toBeUndefined();
});

test.each([
  ['colours', '\x1b[31m'],
  ['colours without an end', '\x1b['],
  ['parameters', '\x1b[1;'],
  ['an OSC without an end', '\x1b]'],
  ['plain text', 'x'],
  ['controls', '\x07'],
])('%s take time in proportion to their length', (_name, piece) => {
  const time = (length: number) => {
    const text = piece.repeat(length);
    const runs = [parseAnsi, plainText, safeText].map((read) => {
      const start = performance.now();
      read(text);
      return performance.now() - start;
    });
    return Math.max(...runs);
  };
  time(100);
  expect(time(32_000)).toBeLessThan(time(4000) * 24 + 100);
});
