import { describe, expect, it } from 'vitest';
import { type AnsiStyle, parseAnsi, plainText } from './ansi.ts';

const ESC = '\x1b';

describe('parseAnsi', () => {
  it.each<[string, string, readonly (readonly [string, AnsiStyle?])[]]>([
    ['plain text', 'hello', [['hello']]],
    ['a colour and its end', `a${ESC}[31mb${ESC}[0mc`, [['a'], ['b', { fg: 1 }], ['c']]],
    ['an empty SGR is a reset', `${ESC}[1mb${ESC}[mc`, [['b', { bold: true }], ['c']]],
    ['bright colours', `${ESC}[92;101mx`, [['x', { fg: 10, bg: 9 }]]],
    [
      'several at once',
      `${ESC}[1;3;4;9;7;2mx`,
      [['x', { bold: true, italic: true, underline: true, strike: true, inverse: true, dim: true }]],
    ],
    ['each can be taken back', `${ESC}[1;3;4;9;7;31;42m${ESC}[22;23;24;29;27;39;49mx`, [['x']]],
    [
      '256 colours: palette, cube, grey',
      `${ESC}[38;5;9ma${ESC}[38;5;196mb${ESC}[48;5;244mc`,
      [
        ['a', { fg: 9 }],
        ['b', { fg: '#ff0000' }],
        ['c', { fg: '#ff0000', bg: '#808080' }],
      ],
    ],
    ['true colour', `${ESC}[38;2;1;2;255mx`, [['x', { fg: '#0102ff' }]]],
    ['true colour with colons', `${ESC}[38:2::1:2:3;1mx`, [['x', { fg: '#010203', bold: true }]]],
    ['colour with codes after it', `${ESC}[38;5;1;4mx`, [['x', { fg: 1, underline: true }]]],
    ['colours out of range', `${ESC}[38;2;1;2;999mx${ESC}[38;5;256my`, [['x'], ['y']]],
    ['an underline of a style, and none', `${ESC}[4:3ma${ESC}[4:0mb`, [['a', { underline: true }], ['b']]],
    ['unknown codes', `${ESC}[5;8;123mx`, [['x']]],
    ['C1 control sequence introducer', '\x9b31mx', [['x', { fg: 1 }]]],
    ['tabs stay', 'a\tb', [['a\tb']]],
    ['the line end of Windows', 'a\r', [['a']]],
  ])('%s', (_name, line, expected) => {
    expect(parseAnsi(line).map(({ text, style }) => (style === undefined ? [text] : [text, style]))).toEqual(expected);
  });

  it.each([
    ['title (OSC 0)', `a${ESC}]0;owned\x07b`, 'ab'],
    ['clipboard (OSC 52)', `a${ESC}]52;c;cm0gLXJm${ESC}\\b`, 'ab'],
    ['links (OSC 8) leave their text', `${ESC}]8;;http://evil\x07text${ESC}]8;;\x07`, 'text'],
    ['device control (DCS)', `a${ESC}Pq#0;2;0${ESC}\\b`, 'ab'],
    ['C1 string openers', 'a\x9dtitle\x9cb', 'ab'],
    ['cursor moves and erasing', `a${ESC}[2J${ESC}[1;1H${ESC}[?25lb`, 'ab'],
    ['a private sequence that ends in m', `${ESC}[>4;2mx${ESC}[?4mx`, 'xx'],
    ['character sets', `${ESC}(B${ESC}=x`, 'x'],
    ['an open string does not hide the rest', `a${ESC}]0;rest of the line`, 'a\\x1b]0;rest of the line'],
    ['a sequence that is cut off', `a${ESC}[31`, 'a\\x1b[31'],
    ['a lone escape', `a${ESC}`, 'a\\x1b'],
    ['control characters', 'a\x00\x07\x08\x7f\x85b', 'a\\x00\\x07\\x08\\x7f\\x85b'],
    ['a carriage return in the line', '10%\r20%', '10%\\r20%'],
    ['bidirectional overrides', 'a\u202eb\u2066c\u061c', 'a\\u202eb\\u2066c\\u061c'],
    ['zero width', 'a\u200bb\ufeffc', 'a\\u200bb\\ufeffc'],
    ['joined emoji and Chinese stay whole', '👩\u200d🚀 容器', '👩\u200d🚀 容器'],
  ])('%s', (_name, line, expected) => {
    expect(plainText(line)).toBe(expected);
    expect(parseAnsi(line).every((part) => part.style === undefined)).toBe(true);
  });

  it('says which text stands for a character', () => {
    expect(parseAnsi('a\x07b')).toEqual([{ text: 'a' }, { text: '\\x07', escaped: true }, { text: 'b' }]);
  });

  it.each([
    ['plain', 'x'],
    ['openers without an end', `${ESC}]0;`],
    ['C1 openers without an end', '\x9d'],
    ['sequences without an end', `${ESC}[1;1;1`],
    ['colour changes', `${ESC}[31mx`],
    ['parameters', '1;'],
    ['escapes', ESC],
  ])('takes time in proportion to the length: %s', (_name, unit) => {
    const time = (characters: number, times: number) => {
      const line = `${ESC}[${unit.repeat(characters / unit.length)}`;
      const from = performance.now();
      for (let run = 0; run < times; run++) parseAnsi(line);
      return performance.now() - from;
    };
    // As many characters in one line as in eight: a square would make 8 of this 1. The best of pairs, since noise only adds.
    const ratios = Array.from({ length: 7 }, () => time(256 * 1024, 1) / time(32 * 1024, 8));
    expect(Math.min(...ratios)).toBeLessThan(4);
  });
});
