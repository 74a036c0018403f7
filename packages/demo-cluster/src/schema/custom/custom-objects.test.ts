import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../json-value.ts';
import type { TestCluster } from '../../testing/api-client.ts';
import { startTestCluster } from '../../testing/api-client.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GADGETS = '/apis/schema.example.com/v1/namespaces/default/gadgets';

const schema = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 10 },
        text: { type: 'string', minLength: 2, maxLength: 5 },
        word: { type: 'string', pattern: '^[a-z]+$' },
        color: { type: 'string', enum: ['red', 'green'], default: 'red' },
        tags: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 },
        set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        ports: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, port: { type: 'integer', default: 80 } },
          },
        },
        when: { type: 'string', format: 'date-time' },
        ratio: { type: 'number', multipleOf: 0.5, minimum: 0, exclusiveMinimum: true },
        maybe: { type: 'string', nullable: true },
        either: { 'x-kubernetes-int-or-string': true },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        labels: { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 2 },
        one: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
          oneOf: [{ required: ['a'] }, { required: ['b'] }],
        },
        template: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
        nested: { type: 'object', default: {}, properties: { x: { type: 'integer', default: 7 } } },
      },
    },
    status: { type: 'object', properties: { ready: { type: 'integer' } } },
  },
};

const definitionOf = (plural: string, kind: string, versions: readonly JsonObject[], names: JsonObject = {}) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.schema.example.com` },
  spec: { group: 'schema.example.com', scope: 'Namespaced', names: { plural, kind, ...names }, versions },
});

const version = (name: string, more: JsonObject = {}) => ({
  name,
  served: true,
  storage: name === 'v1',
  schema: { openAPIV3Schema: schema },
  ...more,
});

const gadget = (name: string, spec?: unknown) => ({
  apiVersion: 'schema.example.com/v1',
  kind: 'Gadget',
  metadata: { name },
  ...(spec === undefined ? {} : { spec }),
});

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  const scale = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.ready' };
  const columns = [
    { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
    { name: 'Tags', type: 'string', jsonPath: '.spec.tags' },
    { name: 'First', type: 'string', jsonPath: '.spec.tags[*]' },
    { name: 'Wrong', type: 'integer', jsonPath: '.spec.color' },
    { name: 'When', type: 'date', jsonPath: '.spec.color' },
    { name: 'None', type: 'string', jsonPath: '.spec.missing' },
  ];
  const first = version('v1', { subresources: { status: {}, scale }, additionalPrinterColumns: columns });
  const { code } = await cluster.ask(CRDS, {
    body: definitionOf('gadgets', 'Gadget', [first], { shortNames: ['gd'] }),
  });
  expect(code).toBe(201);
});
afterAll(() => cluster.close());

test('nothing comes while its definition is being deleted', async () => {
  await cluster.ask(CRDS, { body: definitionOf('lasts', 'Last', [version('v1')]) });
  const path = '/apis/schema.example.com/v1/namespaces/default/lasts';
  const last = (name: string) => ({
    ...gadget(name, { size: 1 }),
    kind: 'Last',
    metadata: { name, finalizers: ['example.com/hold'] },
  });
  expect((await cluster.ask(path, { body: last('held') })).code).toBe(201);
  await cluster.ask(`${CRDS}/lasts.schema.example.com`, { method: 'DELETE' });
  const { code, body } = await cluster.ask(path, { body: last('late') });
  expect([code, body['reason'], body['message']]).toEqual([
    405,
    'MethodNotAllowed',
    'create not allowed while custom resource definition is terminating',
  ]);
});

describe('what a schema refuses', () => {
  const cases: readonly [string, unknown, readonly string[]][] = [
    ['nothing at all', undefined, ['spec: Required value']],
    ['a missing field', {}, ['spec.size: Required value']],
    [
      'another type',
      { size: 1, tags: 'a' },
      ['spec.tags: Invalid value: "string": spec.tags in body must be of type array: "string"'],
    ],
    [
      'a fraction, twice where it counts replicas',
      { size: 1.5 },
      [
        'spec.size: Invalid value: "number": spec.size in body must be of type integer: "number"',
        '.spec.size: Invalid value: 0: .spec.size accessor error: 1.5 is of the type float64, expected int64',
      ],
    ],
    ['too much', { size: 11 }, ['spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10']],
    [
      'too little',
      { size: 0 },
      ['spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1'],
    ],
    [
      'the limit itself',
      { size: 1, ratio: 0 },
      ['spec.ratio: Invalid value: 0: spec.ratio in body should be greater than 0'],
    ],
    [
      'a step between',
      { size: 1, ratio: 0.7 },
      ['spec.ratio: Invalid value: 0.7: spec.ratio in body should be a multiple of 0.5'],
    ],
    [
      'a short text',
      { size: 1, text: 'a' },
      ['spec.text: Invalid value: "a": spec.text in body should be at least 2 chars long'],
    ],
    ['a long text', { size: 1, text: 'abcdef' }, ['spec.text: Too long: may not be more than 5 bytes']],
    [
      'a pattern',
      { size: 1, word: 'A' },
      ['spec.word: Invalid value: "A": spec.word in body should match \'^[a-z]+$\''],
    ],
    [
      'a word that is not on the list',
      { size: 1, color: 'blue' },
      ['spec.color: Unsupported value: "blue": supported values: "red", "green"'],
    ],
    [
      'too few items',
      { size: 1, tags: [] },
      ['spec.tags: Invalid value: 0: spec.tags in body should have at least 1 items'],
    ],
    ['too many items', { size: 1, tags: ['a', 'b', 'c', 'd'] }, ['spec.tags: Too many: 4: must have at most 3 items']],
    ['an item twice in a set', { size: 1, set: ['a', 'b', 'a'] }, ['spec.set[2]: Duplicate value: "a"']],
    [
      'a key twice in a map',
      { size: 1, ports: [{ name: 'a' }, { name: 'a' }] },
      ['spec.ports[1]: Duplicate value: {"name":"a"}'],
    ],
    ['an item without its key', { size: 1, ports: [{}] }, ['spec.ports[0].name: Required value']],
    [
      'a format',
      { size: 1, when: 'yesterday' },
      ['spec.when: Invalid value: "yesterday": spec.when in body must be of type date-time: "yesterday"'],
    ],
    [
      'neither int nor string',
      { size: 1, either: true },
      ['spec.either: Invalid value: "boolean": spec.either in body must be of type integer,string: "boolean"'],
    ],
    [
      'a value of a map',
      { size: 1, labels: { a: 1 } },
      ['spec.labels.a: Invalid value: "integer": spec.labels.a in body must be of type string: "integer"'],
    ],
    [
      'none of the alternatives',
      { size: 1, one: {} },
      [
        '<nil>: Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found none valid',
        'spec.one.a: Required value',
      ],
    ],
    [
      'an embedded object without a kind',
      { size: 1, template: { apiVersion: 'v1' } },
      ['spec.template.kind: Required value: must not be empty'],
    ],
  ];
  it.each(cases)('%s', async (_name, spec, faults) => {
    const { code, body } = await cluster.ask(GADGETS, { body: gadget('bad', spec) });
    expect(code).toBe(422);
    const list = faults.length === 1 ? faults[0] : `[${faults.join(', ')}]`;
    expect(body['message']).toBe(`Gadget.schema.example.com "bad" is invalid: ${list}`);
  });
});

test('unknown fields are dropped with a warning, or refused; defaults are set; nulls go where they may not be', async () => {
  const spec = { size: 1, nope: 1, any: { x: { y: 1 } }, maybe: null, text: null, ports: [{ name: 'a' }] };
  const { code, headers, body } = await cluster.ask(GADGETS, { body: gadget('kept', spec) });
  expect(code).toBe(201);
  expect(headers['warning']).toBe('299 - "unknown field \\"spec.nope\\""');
  expect(body['spec']).toEqual({
    size: 1,
    any: { x: { y: 1 } },
    maybe: null,
    ports: [{ name: 'a', port: 80 }],
    color: 'red',
    nested: { x: 7 },
  });
  const strict = await cluster.ask(`${GADGETS}?fieldValidation=Strict`, { body: gadget('strict', spec) });
  expect(strict.code).toBe(400);
  expect(strict.body['message']).toContain('strict decoding error: unknown field "spec.nope"');
});

test('columns show the first value of their type', async () => {
  await cluster.ask(GADGETS, { body: gadget('shown', { size: 3, tags: ['a', 'b'] }) });
  const { body } = await cluster.ask(`${GADGETS}/shown`, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
  const [row] = Array.isArray(body['rows']) ? body['rows'] : [];
  expect(isJsonObject(row) && row['cells']).toEqual(['shown', 3, '["a","b"]', 'a', null, '<invalid>', null]);
});

test('versions have their own columns and warnings; the stored one need not be served', async () => {
  const versions = [
    version('v1beta1', { storage: true, served: false }),
    version('v1', {
      storage: false,
      additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
    }),
    version('v1alpha1', { storage: false, deprecated: true }),
  ];
  await cluster.ask(CRDS, { body: definitionOf('tools', 'Tool', versions) });
  const tools = (name: string) => `/apis/schema.example.com/${name}/namespaces/default/tools`;
  const tool = { apiVersion: 'schema.example.com/v1alpha1', kind: 'Tool', metadata: { name: 'a' }, spec: { size: 1 } };
  const made = await cluster.ask(tools('v1alpha1'), { body: tool });
  expect(made.headers['warning']).toBe(
    '299 - "schema.example.com/v1alpha1 Tool is deprecated; use schema.example.com/v1 Tool"',
  );
  expect((await cluster.ask(`${tools('v1')}/a`)).body['apiVersion']).toBe('schema.example.com/v1');
  expect((await cluster.ask(tools('v1beta1'))).code).toBe(404);
  const names = async (name: string) => {
    const { body } = await cluster.ask(tools(name), { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
    return (body['columnDefinitions'] as JsonObject[]).map((column) => column['name']);
  };
  expect(await names('v1')).toEqual(['Name', 'Size']);
  expect(await names('v1alpha1')).toEqual(['Name', 'Age']);
  const group = await cluster.ask('/apis/schema.example.com');
  expect(group.body['preferredVersion']).toEqual({ groupVersion: 'schema.example.com/v1', version: 'v1' });
});

test('names that another definition has are not accepted', async () => {
  await cluster.ask(CRDS, { body: definitionOf('guards', 'Guard', [version('v1')], { shortNames: ['gd'] }) });
  const { body } = await cluster.ask(`${CRDS}/guards.schema.example.com`);
  const status = body['status'] as { conditions: JsonObject[] };
  expect(status.conditions.map(({ type, status: state, reason, message }) => [type, state, reason, message])).toEqual([
    ['NamesAccepted', 'False', 'ShortNamesConflict', '"gd" is already in use'],
    ['Established', 'False', 'NotAccepted', 'not all names are accepted'],
  ]);
  expect((await cluster.ask('/apis/schema.example.com/v1/guards')).code).toBe(404);
});

test('a definition that is deleted waits for its objects', async () => {
  const things = '/apis/schema.example.com/v1/namespaces/default/things';
  await cluster.ask(CRDS, { body: definitionOf('things', 'Thing', [version('v1')]) });
  const thing = { ...gadget('held', { size: 1 }), kind: 'Thing' };
  await cluster.ask(things, { body: { ...thing, metadata: { name: 'held', finalizers: ['example.com/hold'] } } });
  await cluster.ask(things, { body: { ...thing, metadata: { name: 'free' } } });
  await cluster.ask(`${CRDS}/things.schema.example.com`, { method: 'DELETE' });
  const { body } = await cluster.ask(`${CRDS}/things.schema.example.com`);
  expect(body['metadata']).toMatchObject({ finalizers: ['customresourcecleanup.apiextensions.k8s.io'] });
  expect(body['status']).toMatchObject({
    conditions: expect.arrayContaining([expect.objectContaining({ type: 'Terminating' })]),
  });
  expect((await cluster.ask(`${things}/free`)).code).toBe(404);
  await cluster.ask(`${things}/held`, {
    method: 'PATCH',
    type: 'application/merge-patch+json',
    body: { metadata: { finalizers: null } },
  });
  expect((await cluster.ask(`${CRDS}/things.schema.example.com`)).code).toBe(404);
  expect((await cluster.ask(things)).code).toBe(404);
});

describe('definitions that are refused', () => {
  const withSpec = (property: JsonObject) => [
    version('v1', {
      schema: {
        openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { a: property } } } },
      },
    }),
  ];
  const at = 'spec.validation.openAPIV3Schema.properties[spec].properties[a]';
  const cases: readonly [string, JsonObject, string][] = [
    ['no type', {}, `${at}.type: Required value: must not be empty for specified object fields`],
    [
      'an unknown type',
      { type: 'strng' },
      `${at}.type: Unsupported value: "strng": supported values: "array", "boolean", "integer", "number", "object", "string"`,
    ],
    ['no items', { type: 'array' }, `${at}.items: Required value: must be specified`],
    [
      'a wrong default',
      { type: 'string', default: 5 },
      `${at}.default: Invalid value: "integer":  in body must be of type string: "integer"`,
    ],
    [
      'a default that is not on the list',
      { type: 'string', default: 'z', enum: ['a', 'b'] },
      `${at}.default: Unsupported value: "z": supported values: "a", "b"`,
    ],
    [
      'a type in an alternative',
      { type: 'string', anyOf: [{ type: 'string' }] },
      `${at}.anyOf[0].type: Forbidden: must be empty to be structural`,
    ],
    ['a reference', { $ref: '#/x' }, `${at}.$ref: Forbidden: $ref is not supported`],
    [
      'a list of type map without keys',
      { type: 'array', 'x-kubernetes-list-type': 'map', items: { type: 'object' } },
      `${at}.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`,
    ],
    [
      'fields and a map',
      { type: 'object', properties: { x: { type: 'string' } }, additionalProperties: { type: 'string' } },
      `${at}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`,
    ],
    [
      'unique items',
      { type: 'array', uniqueItems: true, items: { type: 'string' } },
      `${at}.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`,
    ],
  ];
  it.each(cases)('%s', async (_name, property, fault) => {
    const { code, body } = await cluster.ask(CRDS, { body: definitionOf('bads', 'Bad', withSpec(property)) });
    expect(code).toBe(422);
    expect(body['message']).toBe(
      `CustomResourceDefinition.apiextensions.k8s.io "bads.schema.example.com" is invalid: ${fault}`,
    );
  });

  it('the version that is gone', async () => {
    expect((await cluster.ask('/apis/apiextensions.k8s.io/v1beta1/customresourcedefinitions')).code).toBe(404);
  });
});
