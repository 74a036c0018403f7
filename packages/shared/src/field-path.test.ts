import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFieldPath, pickField, readFieldPath } from './field-path.ts';

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
    ['spec.containers[*].missing', undefined],
    ['spec.containers[?(@.name=="b")].name', 'b'],
    ["spec.containers[?(@.name=='a')].image", 'x'],
    ['spec.containers[?(@.name=="b")].image', undefined],
    ['spec.containers[?(@.name=="c")].name', undefined],
    ['spec.nodeName[?(@.name=="c")]', undefined],
    ['spec.nothing.here', undefined],
    ['spec.nodeName.length', undefined],
    ['spec[*].x', undefined],
  ])('%s', (text, value) => expect(pick(pod, text)).toEqual(value));

  test.each([
    ['a[?(@.constructor=="x")].b', { a: [{}] }],
    ['a[?(@.k=="v")].b', { a: [null, 1, 'x', { k: ['v'] }] }],
  ])('%s finds nothing that is not there', (text, object) => expect(pick(object, text)).toBeUndefined());

  test.each([
    '[?(@.a=="b")]',
    'a[?(@.b)]',
    'a[?(@.b=="c"]',
    'a[?(@.b=="c\')]',
    'a[?(@.b.c=="d")]',
    '',
    '.',
    'a..b',
    'a.',
    '[*]',
    'a[0]',
    'a["b',
    'a b',
    'a.b.c.d.e.f.g.h.i',
    'x'.repeat(300),
  ])('%j is malformed', (text) => {
    expect(parseFieldPath(text)).toBeUndefined();
  });

  test.each([
    ['', 'name-expected', ''],
    ['a..b', 'name-expected', '.'],
    ['spec.', 'name-expected', ''],
    ['[*].name', 'name-expected', '[*]'],
    ['status.conditions[0].type', 'bracket-invalid', '[0]'],
    ['a["b', 'quote-open', '["b'],
    ['spec.node Name', 'dot-expected', ' '],
    ['a."b"', 'name-expected', '"'],
    ['a.b.c.d.e.f.g.h.i', 'too-deep', 'i'],
    ['x'.repeat(300), 'too-long', 'x'.repeat(44)],
  ])('%j is explained at its place', (text, code, at) => {
    const { fault } = readFieldPath(text);
    expect([fault?.code, fault && text.slice(fault.start, fault.end)]).toEqual([code, at]);
  });

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
