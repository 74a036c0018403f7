import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json-value.ts';
import { Registry } from '../resources/registry.ts';
import { duplicateFields } from './duplicate-fields.ts';
import type { Schema } from './schema.ts';
import { Schemas } from './schemas.ts';
import { decode } from './strict-decoding.ts';

const registry = new Registry();
const schemas = new Schemas();

function schemaOf(group: string, plural: string): Schema {
  const type = registry.find(group, plural);
  const schema = type && schemas.of(type, type.versions[0] ?? '');
  if (!schema) throw new Error(`no schema of ${plural}`);
  return schema;
}

const deployment = (spec: JsonObject, metadata: JsonObject = { name: 'web' }): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec,
});
const template = (container: JsonObject, more: JsonObject = {}): JsonObject => ({
  template: { spec: { containers: [container], ...more } },
});

describe('unknown fields', () => {
  const cases: readonly [string, JsonObject, readonly string[]][] = [
    ['none', deployment({ replicas: 2, ...template({ name: 'a', image: 'b' }) }), []],
    ['in the spec', deployment({ replicsa: 2 }), ['unknown field "spec.replicsa"']],
    [
      'in a list',
      deployment(template({ name: 'a', imag: 'b' })),
      ['unknown field "spec.template.spec.containers[0].imag"'],
    ],
    ['by its case', deployment({ Replicas: 2 }), ['unknown field "spec.Replicas"']],
    ['at the top', { ...deployment({}), spce: {} }, ['unknown field "spce"']],
    ['in metadata', deployment({}, { name: 'a', lables: {} }), ['unknown field "metadata.lables"']],
    [
      'several, in the order of the body',
      deployment({ zeta: 1, alpha: 2 }),
      ['unknown field "spec.zeta"', 'unknown field "spec.alpha"'],
    ],
    ['not in a map', deployment({}, { labels: { anything: 'goes' } }), []],
    [
      'not below fields that hold anything',
      { ...deployment({}), metadata: { managedFields: [{ fieldsV1: { 'f:spec': {} } }] } },
      [],
    ],
  ];
  it.each(cases)('%s', (_name, body, expected) => {
    expect(decode(schemaOf('apps', 'deployments'), body).unknown).toEqual(expected);
  });

  it('are dropped, and nulls with them', () => {
    const { object } = decode(
      schemaOf('apps', 'deployments'),
      deployment(
        { replicsa: 2, replicas: null, paused: false },
        { labels: { a: null, b: 'c' }, creationTimestamp: null },
      ),
    );
    expect(object).toEqual(deployment({ paused: false }, { labels: { a: '', b: 'c' } }));
  });
});

describe('values of another type', () => {
  const cases: readonly [string, JsonObject, string][] = [
    [
      'a string for an integer',
      deployment({ replicas: 'two' }),
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'a fraction for an integer',
      deployment({ replicas: 1.5 }),
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'a number in a map of strings',
      deployment({}, { labels: { a: 1 } }),
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      'a number in a list of structs',
      deployment(template({ name: 'a', env: [{ name: 'A', value: 1 }] })),
      'json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
    ],
    [
      'a boolean for an object',
      { ...deployment({}), spec: true },
      'json: cannot unmarshal bool into Go struct field Deployment.spec of type v1.DeploymentSpec',
    ],
    [
      'an object for a list',
      deployment({ template: { spec: { containers: { name: 'a' } } } }),
      'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ],
    [
      'a quantity',
      deployment(template({ name: 'a', resources: { limits: { cpu: 'many' } } })),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      'a suffix of a quantity',
      deployment(template({ name: 'a', resources: { limits: { memory: '1Kim' } } })),
      "unable to parse quantity's suffix",
    ],
    [
      'a time',
      deployment({}, { creationTimestamp: 'yesterday' }),
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
    [
      'int or string',
      deployment({ strategy: { rollingUpdate: { maxSurge: true } } }),
      'json: cannot unmarshal bool into Go value of type int32',
    ],
  ];
  it.each(cases)('%s', (_name, body, expected) => {
    expect(decode(schemaOf('apps', 'deployments'), body).fault).toBe(expected);
  });

  it.each([
    ['cGFzc3dvcmQ=', undefined],
    ['pass word', 'illegal base64 data at input byte 4'],
    ['cGFzc3d', 'illegal base64 data at input byte 4'],
  ])('base64 %s', (text, expected) => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { key: text } };
    expect(decode(schemaOf('', 'secrets'), secret).fault).toBe(expected);
  });

  it.each(['100m', '0.5', '1Gi', '1e3', '2E6', '5', 5, '.5', '+1', '128974848', '123Mi', '1n'])('takes %s', (cpu) => {
    const body = deployment(template({ name: 'a', resources: { limits: { cpu } } }));
    expect(decode(schemaOf('apps', 'deployments'), body).fault).toBeUndefined();
  });
});

describe('duplicate fields', () => {
  it.each([
    ['{"a":1,"b":[{"c":1,"d":"}"},2]}', []],
    ['{"spec":{"replicas":1,"replicas":2,"replicas":3}}', ['duplicate field "spec.replicas"']],
    ['{"spec":{"list":[ {"a":"\\"", "b":null} , {"a":[],"a":{}} ]}}', ['duplicate field "spec.list[1].a"']],
    ['[]', []],
  ])('%s', (text, expected) => {
    expect(duplicateFields(text)).toEqual(expected);
  });
});
