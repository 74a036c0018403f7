import { describe, expect, it } from 'vitest';
import { lineParts } from './line-parts.ts';

const NO_QUERY = { text: '', caseSensitive: false };

describe('lineParts', () => {
  it('cuts at styles and at hits, also where a hit spans two styles', () => {
    const { parts, hidden } = lineParts('an er\x1b[31mror and an error', { text: 'error', caseSensitive: false }, 2000);
    expect(hidden).toBe(0);
    expect(parts).toEqual([
      { text: 'an ', at: 0 },
      { text: 'er', at: 3, hit: 0 },
      { text: 'ror', at: 5, style: { fg: 1 }, hit: 0 },
      { text: ' and an ', at: 8, style: { fg: 1 } },
      { text: 'error', at: 16, style: { fg: 1 }, hit: 1 },
    ]);
  });

  it('shows the beginning of a long line and says how much is hidden', () => {
    const { parts, hidden } = lineParts('x'.repeat(65_536), NO_QUERY, 2000);
    expect(parts).toEqual([{ text: 'x'.repeat(2000), at: 0 }]);
    expect(hidden).toBe(63_536);
  });

  it('a line of many styles does not become as many elements', () => {
    const { parts } = lineParts('\x1b[31mx\x1b[0my'.repeat(6000), NO_QUERY, 1e6);
    expect(parts).toHaveLength(2000);
    expect(parts.map(({ text }) => text).join('')).toBe('xy'.repeat(6000));
  });

  it('an empty line has no parts', () => {
    expect(lineParts('', { text: 'x', caseSensitive: false }, 10)).toEqual({ parts: [], hidden: 0 });
  });
});
