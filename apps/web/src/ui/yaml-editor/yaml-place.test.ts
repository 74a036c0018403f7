import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { holderOf, keysBeside, lineParts, placesOfLines } from './yaml-place.ts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
  - name: main
    env:
      - name: A
        value: "1"

    image: busybox
  - - deep: 1
  volumes: []
---
data:
  script: |
    if: true
      - not: a list
  after: 1
`;
const doc = Text.of(POD.split('\n'));
const lineOf = (text: string) => POD.split('\n').findIndex((line) => line.includes(text)) + 1;

test.each([
  ['name: a', 2, ['metadata']],
  ['name: main', 4, ['spec', 'containers', 0]],
  ['value: "1"', 8, ['spec', 'containers', 0, 'env', 0]],
  ['image: busybox', 4, ['spec', 'containers', 0]],
  ['deep: 1', 6, ['spec', 'containers', 0, 0]],
  ['volumes', 2, ['spec']],
  ['data:', 0, []],
  ['after: 1', 2, ['data']],
])('%s is held by its path', (text, column, path) => {
  expect(holderOf(doc, lineOf(text), column)).toEqual(path);
});

test('a blank line belongs where the cursor is indented to', () => {
  expect(holderOf(doc, lineOf('image: busybox') - 1, 4)).toEqual(['spec', 'containers', 0]);
  expect(holderOf(doc, lineOf('image: busybox') - 1, 2)).toEqual(['spec']);
});

test('the inside of a text block has no path', () => {
  expect(holderOf(doc, lineOf('if: true'), 4)).toBeUndefined();
});

test('many lines at once have the same places as each alone; text blocks are left out', () => {
  const all = placesOfLines(doc, 1, doc.lines);
  for (const { line, column, holder } of all) expect(holder).toEqual(holderOf(doc, line, column));
  const keys = all.map(({ key }) => key);
  expect(keys).toContain('after');
  expect(keys).not.toContain('if');
  expect(keys).not.toContain('not');
  expect(placesOfLines(doc, lineOf('if: true'), doc.lines).map(({ key }) => key)).toEqual(['after']);
});

test('keys of the same object only', () => {
  expect([...keysBeside(doc, lineOf('env:'), 4)].sort()).toEqual(['env', 'image', 'name']);
  expect([...keysBeside(doc, lineOf('name: a'), 2)]).toEqual(['name']);
});

test.each([
  ['a: b', 'a', 'b'],
  ['"a b": c', 'a b', 'c'],
  ["'a': c", 'a', 'c'],
  ['app.kubernetes.io/name: x', 'app.kubernetes.io/name', 'x'],
  ['- image: nginx:1.2', 'image', 'nginx:1.2'],
  ['- nginx:1.2', undefined, 'nginx:1.2'],
  ['http://x', undefined, 'http://x'],
  ['key:', 'key', ''],
])('%s', (line, key, value) => {
  expect(lineParts(line)).toMatchObject({ key, value });
});
