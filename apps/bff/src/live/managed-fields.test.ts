import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWithoutManagedFields } from './managed-fields.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"managedFields":[{"manager":"', ']', '[', '\\', '"', '\\"managedFields\\":[', '}]}', '}],', 'é😀'),
);
const managedFields = fc.array(
  fc.record({
    manager: nasty,
    time: nasty,
    fieldsV1: fc.dictionary(
      nasty,
      fc.oneof(
        fc.constant({}),
        fc.array(fc.oneof(nasty, fc.dictionary(nasty, nasty))),
        fc.dictionary(nasty, fc.constant({})),
      ),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);
const object = fc.record({
  before: nasty,
  metadata: fc.record({ name: nasty, managedFields, annotations: fc.dictionary(nasty, nasty) }),
  after: fc.array(nasty),
});

describe('managedFields', () => {
  it('become empty, and nothing else changes', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), (items) => {
        const read = parseWithoutManagedFields(Buffer.from(JSON.stringify({ items })));
        const expected = items.map((item) => ({ ...item, metadata: { ...item.metadata, managedFields: [] } }));
        expect(read).toEqual(JSON.parse(JSON.stringify({ items: expected })));
      }),
    );
  });

  it.each(['"x}],', 'x}]}}', '}],"managedFields":[{"manager":"y'])(
    'end where they end, whatever somebody has named a key: %s',
    (key) => {
      const managed = [{ manager: 'a', fieldsV1: { [`k:${JSON.stringify({ name: key })}`]: {}, [`f:${key}`]: {} } }];
      const items = ['one', 'two'].map((name) => ({ metadata: { managedFields: managed, name } }));
      const read = parseWithoutManagedFields(Buffer.from(JSON.stringify({ items })));
      expect(read).toEqual({
        items: items.map(({ metadata: { name } }) => ({ metadata: { managedFields: [], name } })),
      });
    },
  );

  it('are no matter where there are none', () => {
    expect(parseWithoutManagedFields(Buffer.from('{"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    '',
    '"managedFields":[{"manager":"cut o',
    '{"managedFields":[{"manager":"a\\',
    '{"managedFields":[{"manager":"}]',
  ])('what is no JSON is said to be none: %s', (text) => {
    expect(() => parseWithoutManagedFields(Buffer.from(text))).toThrow(SyntaxError);
  });
});
