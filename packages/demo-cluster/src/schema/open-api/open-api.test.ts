import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type JsonObject, valueAt } from '../../json-value.ts';
import { startTestCluster, type TestCluster } from '../../testing/api-client.ts';
import { encodeOpenApi } from './protobuf.ts';

const V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

const refs = (text: string, head: string) =>
  new Set([...text.matchAll(new RegExp(`"${head}([^"]+)"`, 'g'))].map((m) => m[1]));

describe('v3', () => {
  test('the index names every group and version, and the address of its document', async () => {
    const { body } = await cluster.ask('/openapi/v3');
    const paths = body['paths'] as Record<string, { serverRelativeURL: string }>;
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1', 'apis/autoscaling/v2']));
    const address = paths['apis/apps/v1']?.serverRelativeURL ?? '';
    expect(address).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{128}$/);
    const { headers, code } = await cluster.ask(address);
    expect(code).toBe(200);
    expect(headers['cache-control']).toBe('public, immutable');
    const again = await cluster.ask(address, { headers: { 'if-none-match': String(headers['etag']) } });
    expect(again.code).toBe(304);
    expect((await cluster.ask('/openapi/v3/apis/apps/v1?hash=OLD')).code).toBe(301);
    expect((await cluster.ask('/openapi/v3/apis/nothing/v1')).code).toBe(404);
  });

  it.each(['api/v1', 'apis/apps/v1', 'apis/batch/v1', 'apis/apiextensions.k8s.io/v1'])(
    '%s refers to nothing that it lacks',
    async (path) => {
      const { text, body } = await cluster.ask(`/openapi/v3/${path}`);
      const known = Object.keys(valueAt(body, 'components', 'schemas') as JsonObject);
      for (const name of refs(text, '#/components/schemas/')) expect(known).toContain(name);
    },
  );

  test('kubectl finds what it looks for: the kind, dry run and field validation', async () => {
    const { body } = await cluster.ask('/openapi/v3/apis/apps/v1');
    const patch = valueAt(body, 'paths', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}', 'patch');
    expect(valueAt(patch, 'x-kubernetes-group-version-kind')).toEqual({
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
    });
    const names = (valueAt(patch, 'parameters') as JsonObject[]).map((parameter) => parameter['name']);
    expect(names).toEqual(expect.arrayContaining(['dryRun', 'fieldValidation', 'fieldManager', 'force']));
    const schemas = valueAt(body, 'components', 'schemas');
    expect(valueAt(schemas, 'io.k8s.api.apps.v1.Deployment', 'x-kubernetes-group-version-kind')).toEqual([
      { group: 'apps', kind: 'Deployment', version: 'v1' },
    ]);
    expect(valueAt(schemas, 'io.k8s.api.core.v1.PodSpec', 'properties', 'containers')).toMatchObject({
      type: 'array',
      items: { $ref: '#/components/schemas/io.k8s.api.core.v1.Container' },
      'x-kubernetes-patch-merge-key': 'name',
      'x-kubernetes-list-map-keys': ['name'],
    });
  });

  test('a custom resource is there as long as its definition', async () => {
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const schema = {
      type: 'object',
      properties: {
        spec: { type: 'object', description: 'What it is.', properties: { size: { type: 'integer', minimum: 1 } } },
      },
    };
    await cluster.ask(crds, {
      body: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'boats.sea.example.com' },
        spec: {
          group: 'sea.example.com',
          scope: 'Namespaced',
          names: { plural: 'boats', kind: 'Boat' },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
        },
      },
    });
    const { body } = await cluster.ask('/openapi/v3/apis/sea.example.com/v1');
    const boat = valueAt(body, 'components', 'schemas', 'com.example.sea.v1.Boat');
    expect(valueAt(boat, 'properties', 'spec')).toEqual({ ...schema.properties.spec });
    expect(valueAt(boat, 'properties', 'metadata', 'allOf')).toEqual([
      { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
    ]);
    // kubectl chooses its kind of patch by what is taken here
    const item = '/apis/sea.example.com/v1/namespaces/{namespace}/boats/{name}';
    expect(Object.keys(valueAt(body, 'paths', item, 'patch', 'requestBody', 'content') as JsonObject)).toEqual([
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/apply-patch+yaml',
    ]);
    const v2 = await cluster.ask('/openapi/v2');
    expect(valueAt(v2.body, 'definitions', 'com.example.sea.v1.BoatList', 'x-kubernetes-group-version-kind')).toEqual([
      { group: 'sea.example.com', version: 'v1', kind: 'BoatList' },
    ]);
    await cluster.ask(`${crds}/boats.sea.example.com`, { method: 'DELETE' });
    expect((await cluster.ask('/openapi/v3/apis/sea.example.com/v1')).code).toBe(404);
  });
});

describe('v2', () => {
  test('as JSON it refers to nothing that it lacks', async () => {
    const { text, body } = await cluster.ask('/openapi/v2');
    const known = Object.keys(body['definitions'] as JsonObject);
    for (const name of refs(text, '#/definitions/')) expect(known).toContain(name);
  });

  test('as protobuf its type has a name that clients can read', async () => {
    const { headers, code } = await cluster.ask('/openapi/v2', { accept: V2_PROTOBUF });
    expect([code, headers['content-type']]).toEqual([
      200,
      'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
    ]);
    expect((await cluster.ask('/openapi/v2', { accept: 'text/html' })).code).toBe(406);
  });

  it.each<[string, JsonObject, string]>([
    ['texts', { swagger: '2.0' }, '0a03322e30'],
    ['messages', { info: { title: 'a', version: 'b' } }, '12060a01611201' + '62'],
    [
      'maps, types and extensions',
      { definitions: { A: { type: 'string', 'x-y': 1 } } },
      '4a150a130a0141120eb20103' + '0a01' + '73',
    ],
  ])('%s are written as gnostic reads them', (name, document, start) => {
    const hex = encodeOpenApi(document).toString('hex');
    if (name === 'maps, types and extensions') {
      // type: field 22 of Schema, a list of texts; extension: field 31, a name and a value as YAML
      expect(hex).toContain('b201080a06737472696e67');
      expect(hex).toContain('fa01' + '0a' + '0a03782d79' + '12031201' + '31');
    } else expect(hex).toBe(start);
  });
});
