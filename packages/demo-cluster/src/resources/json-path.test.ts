import { expect, test } from 'vitest';
import { readJsonPath } from './json-path.ts';

const OBJECT = {
  metadata: { annotations: { 'example.com/note': 'hi' } },
  spec: { size: 3, items: [{ name: 'a' }, { name: 'b' }], off: false },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
};

test.each([
  ['.spec.size', [3]],
  ['.spec.off', [false]],
  ['.spec.items[0].name', ['a']],
  ['.spec.items[-1].name', ['b']],
  ['.spec.items[*].name', ['a', 'b']],
  ['.metadata.annotations.example\\.com/note', ['hi']],
  [".metadata.annotations['example.com/note']", ['hi']],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  [".status.conditions[?(@.type=='Other')].status", []],
  ['.nothing.here', []],
  ['.spec.constructor', []],
  ['not a path', []],
  ['.spec[', []],
])('%s finds %j', (path, expected) => {
  expect(readJsonPath(OBJECT, path)).toEqual(expected);
});
