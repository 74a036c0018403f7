import { expect, test } from 'vitest';
import { textChanges } from './text-changes.ts';

function apply(text: string, changes: ReturnType<typeof textChanges>): string {
  let result = '';
  let at = 0;
  for (const { from, to, insert } of changes) {
    expect(from).toBeGreaterThanOrEqual(at);
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

const CASES: readonly (readonly [string, string])[] = [
  ['', ''],
  ['a\nb\n', 'a\nb\n'],
  ['a\nb\nc\n', 'a\nx\nc\n'],
  ['a\nb\nc\n', 'a\nc\n'],
  ['a\nc\n', 'a\nb\nc\n'],
  ['a\nb', 'a\nb\nc'],
  ['a\nb\nc', 'a'],
  ['', 'a\nb\n'],
  ['a\nb\n', ''],
  ['a\nb\nc\nd\ne\nf\n', 'a\nB\nc\nd\nE\ne\n'],
  ['x\ny\nz', 'z\ny\nx'],
];

test.each(CASES)('%j becomes %j', (before, after) => {
  expect(apply(before, textChanges(before, after))).toBe(after);
});

test('two lines far apart are two small changes', () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}`);
  const before = lines.join('\n');
  const after = lines.map((line, i) => (i === 10 || i === 900 ? `${line}!` : line)).join('\n');
  const changes = textChanges(before, after);
  expect(changes).toHaveLength(2);
  expect(changes.every(({ from, to }) => to - from < 20)).toBe(true);
  expect(apply(before, changes)).toBe(after);
});

test('pseudo-random texts', () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % n;
  };
  for (let round = 0; round < 300; round += 1) {
    const text = () => Array.from({ length: random(14) }, () => 'abc'[random(3)]).join('\n');
    const [before, after] = [text(), text()];
    expect(apply(before, textChanges(before, after))).toBe(after);
  }
});

test('texts with nothing in common are replaced in one piece', () => {
  const text = (prefix: string) => Array.from({ length: 5000 }, (_, i) => `${prefix}${i}`).join('\n');
  expect(textChanges(text('a'), text('b'))).toHaveLength(1);
});
