import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFieldPath, pickField } from './field-path.ts';

const pick = (object: unknown, text: string): unknown => {
  const path = parseFieldPath(text);
  if (!path) throw new Error(`malformed: ${text}`);
  return pickField(object, path);
};

const pod = {
  metadata: { annotations: { 'example.com/note': 'hi', 'a"b': 'quoted' } },
  spec: { nodeName: 'n1', containers: [{ name: 'a', image: 'x' }, { name: 'b' }] },
};

describe('field paths', () => {
  test.each([
    ['spec.nodeName', 'n1'],
    ['.spec.nodeName', 'n1'],
    ['metadata.annotations["example.com/note"]', 'hi'],
    ["metadata.annotations['example.com/note']", 'hi'],
    ['spec.containers[*].name', ['a', 'b']],
    ['spec.containers[*].image', ['x', null]],
    ['spec.nothing.here', undefined],
    ['spec.nodeName.length', undefined],
    ['spec[*].x', undefined],
  ])('%s', (text, value) => expect(pick(pod, text)).toEqual(value));

  test.each(['', '.', 'a..b', 'a.', '[*]', 'a[0]', 'a["b', 'a b', 'a.b.c.d.e.f.g.h.i', 'x'.repeat(300)])(
    '%j is malformed',
    (text) => {
      expect(parseFieldPath(text)).toBeUndefined();
    },
  );

  test('the prototype is never read', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      expect(pick({ a: {} }, `a.${name}`)).toBeUndefined();
    expect(pick(JSON.parse('{"__proto__":{"x":1}}'), '__proto__.x')).toBe(1);
  });

  test('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (text, object) => {
        const path = parseFieldPath(text);
        if (path) pickField(object, path);
      }),
    );
  });
});
