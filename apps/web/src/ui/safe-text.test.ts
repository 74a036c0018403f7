import { describe, expect, it } from 'vitest';
import { safeText } from './safe-text.ts';

describe('safeText', () => {
  it.each([
    ['plain words, 中文 and émoji 🚢', 'plain words, 中文 and émoji 🚢'],
    ['tab\tand\nnewline', 'tab\tand\nnewline'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['null\u0000byte', 'null\\x00byte'],
    ['\u0085next line', '\\x85next line'],
    ['admin\u202etxt.exe', 'admin\\u202etxt.exe'],
    ['pay\u200bpal', 'pay\\u200bpal'],
    ['\ufeffbom', '\\ufeffbom'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['over\rwritten', 'over\\x0dwritten'],
  ])('%j → %j', (text, shown) => {
    expect(safeText(text)).toBe(shown);
  });
});
