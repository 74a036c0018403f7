import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

function split(chunks: readonly Buffer[], limit = 1000): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(limit);
  const take = (line: Buffer, cut: boolean): void => {
    lines.push(line.toString('utf8') + (cut ? '✂' : ''));
  };
  for (const chunk of chunks) splitter.push(chunk, take);
  splitter.end(take);
  return lines;
}

describe('LineSplitter', () => {
  it('finds the same lines wherever the network cuts the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))),
        fc.array(fc.nat()),
        (lines, cuts) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
          const chunks = [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length));
          expect(split(chunks)).toEqual(lines);
        },
      ),
    );
  });

  it('gives an unfinished last line at the end', () => {
    expect(split([Buffer.from('one\ntw'), Buffer.from('o')])).toEqual(['one', 'two']);
  });

  it.each([
    { chunks: ['abcdef\nx\n'], limit: 4, lines: ['abcd✂', 'x'] },
    { chunks: ['ab', 'cd', 'ef', 'gh\nx\n'], limit: 4, lines: ['abcd✂', 'x'] },
    { chunks: ['abcd\nx'], limit: 4, lines: ['abcd', 'x'] },
    { chunks: ['ab', 'cd', '\nx'], limit: 4, lines: ['abcd', 'x'] },
    { chunks: ['abc', 'de\n', 'fgh\n'], limit: 4, lines: ['abcd✂', 'fgh'] },
    { chunks: ['abcdefgh'], limit: 4, lines: ['abcd✂'] },
  ])('cuts a line once at the limit: $chunks', ({ chunks, limit, lines }) => {
    expect(
      split(
        chunks.map((chunk) => Buffer.from(chunk)),
        limit,
      ),
    ).toEqual(lines);
  });
});
