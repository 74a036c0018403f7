import { describe, expect, it } from 'vitest';
import { parseHumanDuration } from './duration.ts';
import { parseFieldPath, pickField } from './field-path.ts';
import { isLabelKey, isLabelValue, matchesLabels, parseLabelSelector } from './label-selector.ts';
import { logTimeKey } from './log-time.ts';
import { parseQuantity } from './quantity.ts';
import { parseApiVersion, parseResource } from './resource-path.ts';

/** Classes 15 and 16 of the threat model: what parses text that a cluster or an address brings. */
const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseHumanDuration,
  parseFieldPath,
  parseLabelSelector,
  isLabelKey,
  isLabelValue,
  parseQuantity,
  parseResource,
  parseApiVersion,
  logTimeKey,
};
const HOSTILE = [
  'a',
  '1',
  '.',
  '-',
  '/',
  ' ',
  ',',
  '1d',
  'a=b,',
  'a in (b,',
  '!',
  '(',
  '[',
  "['a']",
  '\\',
  '"',
  'a.',
  '0.',
  '1e',
  '\0',
];

describe.each(Object.entries(PARSERS))('%s', (_name, parse) => {
  it('takes time in proportion to the length', () => {
    const time = (piece: string, length: number) => {
      const texts = ['', '!'].map((end) => piece.repeat(length) + end);
      const runs = Array.from({ length: 3 }, () => {
        const start = performance.now();
        for (const text of texts) {
          try {
            parse(text);
          } catch {
            // a refusal is an answer
          }
        }
        return performance.now() - start;
      });
      return Math.min(...runs);
    };
    for (const piece of HOSTILE) {
      time(piece, 100);
      // eight times the length: 64 times the time would be quadratic
      expect(time(piece, 16_000), JSON.stringify(piece)).toBeLessThan(time(piece, 2000) * 24 + 300);
    }
  });
});

describe('names that every object has by itself', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  it.each(NAMES)('"%s" is a label like another, and not there when it is not', (name) => {
    const own: Record<string, string> = JSON.parse(`{"${name}":"x"}`);
    const exists = [{ key: name, operator: 'exists' as const, values: [] }];
    expect(matchesLabels(exists, own)).toBe(true);
    expect(matchesLabels(exists, {})).toBe(false);
  });

  it.each(NAMES)('"%s" is a field like another', (name) => {
    const path = parseFieldPath(`metadata.labels.${name}`);
    if (path === undefined) throw new Error('no path');
    expect(pickField(JSON.parse(`{"metadata":{"labels":{"${name}":"x"}}}`), path)).toBe('x');
    expect(pickField({ metadata: { labels: {} } }, path)).toBeUndefined();
  });
});
