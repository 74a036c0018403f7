import { describe, expect, test } from 'vitest';
import { crdVersions, schemaFields } from './schema-tree.ts';

describe('the schema of a definition', () => {
  test('is read level by level: types, required, rules', () => {
    const schema = {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1, description: 'Its name.' },
        kind: { type: 'string', enum: ['row', 'sail'], default: 'row' },
        port: { 'x-kubernetes-int-or-string': true },
        when: { type: 'string', format: 'date-time' },
        crew: { type: 'array', items: { type: 'object', properties: { rank: { type: 'integer' } } } },
        tags: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
        spec: {
          type: 'object',
          properties: { a: {} },
          'x-kubernetes-validations': [{ rule: 'self.a > 1', message: 'too small' }],
        },
      },
    };
    const fields = schemaFields(schema);
    expect(fields.map(({ name, type, required, rules }) => [name, type, required, rules])).toEqual([
      ['name', 'string', true, ['minLength: 1']],
      ['kind', 'string', false, ['enum: row | sail', 'default: row']],
      ['port', 'int-or-string', false, ['x-kubernetes-int-or-string: true']],
      ['when', 'string (date-time)', false, []],
      ['crew', '[]object', false, []],
      ['tags', 'map[string][]string', false, []],
      ['spec', 'object', false, ['self.a > 1 — too small']],
    ]);
    expect(schemaFields(fields[4]?.inner).map(({ name }) => name)).toEqual(['rank']);
    expect(fields[5]?.inner).toBeUndefined();
  });

  test('that is absurdly deep or odd does not break the page', () => {
    let deep: object = { type: 'string' };
    for (let level = 0; level < 5000; level += 1) deep = { type: 'array', items: deep };
    expect(schemaFields({ properties: { deep, odd: null, text: 'x', list: [1] } }).map(({ name }) => name)).toEqual([
      'deep',
      'odd',
      'text',
      'list',
    ]);
    expect(schemaFields(null)).toEqual([]);
  });
});

test('versions of v1beta1 take schema, columns and subresources from the definition', () => {
  const [version] = crdVersions({
    spec: {
      versions: [{ name: 'v1', served: true, storage: true }],
      validation: { openAPIV3Schema: { type: 'object' } },
      additionalPrinterColumns: [{ name: 'A', JSONPath: '.spec.a' }],
      subresources: { status: {}, scale: { specReplicasPath: '.spec.n' } },
    },
  });
  expect(version).toEqual({
    name: 'v1',
    served: true,
    storage: true,
    deprecated: false,
    deprecationWarning: '',
    schema: { type: 'object' },
    columns: [{ name: 'A', JSONPath: '.spec.a' }],
    subresources: ['status', 'scale (specReplicasPath: .spec.n)'],
    selectableFields: [],
  });
  expect(crdVersions({ spec: { versions: [null] } })).toHaveLength(1);
});
