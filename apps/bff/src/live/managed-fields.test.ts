import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutManagedFields } from './managed-fields.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"managedFields":[{"manager":"', ']', '[', '\\', '"', '\\"managedFields\\":[', '}]}', 'é😀'),
);
const managedFields = fc.array(
  fc.record({
    manager: nasty,
    time: nasty,
    fieldsV1: fc.dictionary(nasty, fc.oneof(fc.constant({}), fc.array(nasty), fc.dictionary(nasty, fc.constant({})))),
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
        const text = withoutManagedFields(Buffer.from(JSON.stringify({ items })));
        const expected = items.map((item) => ({ ...item, metadata: { ...item.metadata, managedFields: [] } }));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ items: expected })));
      }),
    );
  });

  it.each(['{"a":1}', '', '"managedFields":[{"manager":"cut o', '{"managedFields":[{"manager":"a\\'])(
    'are left alone where there are none, or only half: %s',
    (text) => {
      expect(withoutManagedFields(Buffer.from(text))).toBe(text);
    },
  );
});
