import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { orderFields, withoutManagedFields } from './order-fields.ts';
import { writeYaml } from './write-yaml.ts';

test('apiVersion, kind, metadata, spec and status first, the rest as the server sent it', () => {
  const object = { status: {}, type: 'x', data: {}, spec: {}, metadata: {}, kind: 'K', apiVersion: 'v1' };
  expect(Object.keys(orderFields(object))).toEqual([
    'apiVersion',
    'kind',
    'metadata',
    'spec',
    'status',
    'type',
    'data',
  ]);
});

test('fields inside keep their order', () => {
  expect(writeYaml({ kind: 'A', spec: { z: 1, a: 2 } })).toBe('kind: A\nspec:\n  z: 1\n  a: 2\n');
});

test.each(['no', 'y', 'on', '012', '0x1f', '1e3', '12:30:45', '1_000', '~', 'null', '', '2020-01-01', 'true'])(
  'the text %j is a text to YAML 1.1 and to YAML 1.2',
  (text) => {
    const written = writeYaml({ data: { key: text } });
    expect(parse(written, { version: '1.1' })).toEqual({ data: { key: text } });
    expect(parse(written, { version: '1.2' })).toEqual({ data: { key: text } });
  },
);

test('long lines are not folded, several lines are a block', () => {
  const long = 'word '.repeat(100).trim();
  expect(writeYaml({ a: long })).toBe(`a: ${long}\n`);
  expect(writeYaml({ a: 'one\ntwo\n' })).toBe('a: |\n  one\n  two\n');
});

test('the same value twice becomes no alias', () => {
  const same = { a: 1 };
  expect(writeYaml({ x: same, y: same })).not.toMatch(/[&*]/);
});

test('managed fields are left out and nothing else', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'K',
    metadata: { name: 'a', uid: 'u', managedFields: [{}], labels: { b: 'c' } },
  };
  expect(withoutManagedFields(object).metadata).toEqual({ name: 'a', uid: 'u', labels: { b: 'c' } });
  expect(object.metadata.managedFields).toHaveLength(1);
});
