import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';
import { withAnnotation, withoutFields, withResourceVersion, withStatus } from './splice-text.ts';
import { PROBE } from './test/probe-text.ts';
import { valueAtPath } from './value-path.ts';

const version = (text: string) => valueAtPath(readText(text).object, ['metadata', 'resourceVersion']);

describe('the lock in a text that a person typed', () => {
  it.each([
    ['a block', PROBE],
    ['a block with a number that is none', 'metadata:\n  name: a\n  labels: {x: 012, y: no} # mine\n'],
    ['line feeds of Windows', PROBE.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${PROBE}`],
    ['JSON', '{"kind": "A", "metadata": {"name": "a"}}'],
    ['JSON without anything in its metadata', '{"kind": "A", "metadata": {}}'],
    ['a version that is there', 'metadata:\n  name: a\n  resourceVersion: "1" # old\n'],
    ['a version without quotes', 'metadata: {resourceVersion: 1, name: a}\n'],
  ])('%s', (_, text) => {
    const { text: locked, locked: done } = withResourceVersion(text, '42');
    expect(done).toBe(true);
    expect(version(locked)).toBe('42');
    // nothing else has changed
    const strip = (of: string) => of.replace(/,?\s*"?resourceVersion"?:\s*"?\d+"?,?\s*/, '').replace(/\s/g, '');
    expect(strip(locked)).toBe(strip(text));
  });

  it('leaves a text alone whose metadata is written elsewhere', () => {
    const text = 'x: &m {name: a}\nmetadata: *m\n';
    expect(withResourceVersion(text, '1')).toEqual({ text, locked: false });
  });
});

describe('an annotation in a text that a person typed', () => {
  const key = 'kubernetes.io/change-cause';
  it.each([
    ['with others', 'metadata:\n  annotations: # mine\n    a: 012\n  name: a\n', '    a: 012\n'],
    ['that is there', `metadata:\n  annotations:\n    a: b\n    ${key}: old # why\n`, '# why'],
    ['where there are none', 'kind: A\nmetadata:\n  name: a # mine\n', '# mine'],
    ['among none', 'metadata:\n  annotations: {}\n', 'annotations'],
    ['JSON', '{"metadata": {"name": "a", "annotations": {"a": "b"}}}', '"a": "b"'],
  ])('%s', (_, text, kept) => {
    const changed = withAnnotation(text, key, 'no "x": {y}') ?? '';
    expect(valueAtPath(readText(changed).object, ['metadata', 'annotations', key])).toBe('no "x": {y}');
    expect(changed).toContain(kept);
    expect(changed.split('\n').length).toBeLessThanOrEqual(text.split('\n').length + 1);
  });

  it('gives up where they are not written out', () => {
    for (const text of ['metadata:\n  annotations:\n', 'x: &m {a: b}\nmetadata: {annotations: *m}\n', 'metadata: 1\n'])
      expect(withAnnotation(text, key, 'x')).toBeUndefined();
  });
});

describe('fields cut out of a text', () => {
  const kept = (text: string, ...paths: (string | number)[][]) => readText(withoutFields(text, paths)).object;

  it('keeps comments, spelling and all else', () => {
    expect(withoutFields(PROBE, [['spec', 'replicas']])).toBe(PROBE.replace('  replicas: 0\n', ''));
  });

  it('the first field after a dash, a member of a list, the last field of an object', () => {
    const text = 'a:\n- name: x\n  image: img\n- name: z\n';
    expect(kept(text, ['a', 0, 'name'])).toEqual({ a: [{ image: 'img' }, { name: 'z' }] });
    expect(kept(text, ['a', 1])).toEqual({ a: [{ name: 'x', image: 'img' }] });
    expect(kept('a:\n  b:\n    c: 1\nd: 2\n', ['a', 'b', 'c'])).toEqual({ d: 2 });
  });

  it('in flow style, and several at a time', () => {
    expect(kept('a: {b: 1, c: 2, d: 3}\n', ['a', 'b'], ['a', 'd'])).toEqual({ a: { c: 2 } });
    expect(kept('a: [1, 2, 3]\n', ['a', 0], ['a', 1])).toEqual({ a: [3] });
    expect(kept('a:\n  b: |\n    x\n    y\n  c: 1\n', ['a', 'b'])).toEqual({ a: { c: 1 } });
  });

  it('what is not written there is left as it is', () => {
    expect(withoutFields(PROBE, [['spec', 'paused']])).toBe(PROBE);
  });
});

it('puts a status at the end, in either style', () => {
  expect(readText(withStatus('a: 1\n# end\n', { b: [1] })).object).toEqual({ a: 1, status: { b: [1] } });
  expect(readText(withStatus('{"a": 1}', { b: 'x' })).object).toEqual({ a: 1, status: { b: 'x' } });
  expect(withStatus('status: {}\n', { b: 1 })).toBe('status: {}\n');
});
