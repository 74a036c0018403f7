import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsIn, textAt } from '../json-value.ts';
import { startTestCluster, TABLE, type TestCluster } from '../testing/api-client.ts';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

const aggregated = (version: string) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;

describe('discovery', () => {
  test.each(['v2', 'v2beta1'])(
    'in one document (%s), which a client that knows it need not read again',
    async (version) => {
      const accept = `${aggregated(version)},application/json`;
      const first = await cluster.ask('/apis', { accept });
      const again = await cluster.ask('/apis', {
        accept,
        headers: { 'if-none-match': String(first.headers.etag) },
      });
      const names = objectsIn(first.body, 'items').map((item) => textAt(item, 'metadata', 'name'));
      expect([first.body['apiVersion'], again.code, again.text]).toEqual([`apidiscovery.k8s.io/${version}`, 304, '']);
      expect(names.slice(0, 3)).toEqual(['apiregistration.k8s.io', 'apps', 'events.k8s.io']);
    },
  );

  test.each([
    ['/apis/extensions/v1beta1/deployments', 404, '404 page not found\n'],
    ['/apis/extensions/v1beta1', 404, '404 page not found\n'],
    ['/apis/apps/v1beta1/deployments', 404, 'the server could not find the requested resource'],
    ['/apis/batch/v1beta1', 404, 'the server could not find the requested resource'],
    ['/api/v2', 404, 'the server could not find the requested resource'],
    ['/api/v1/namespaces/default/nodes', 404, 'the server could not find the requested resource'],
    ['/nothing', 404, '"/apis/apps/v1"'],
    ['/', 200, '"/livez/ping"'],
    ['/readyz?verbose', 200, '[+]shutdown ok\nreadyz check passed\n'],
    ['/livez?verbose&exclude=etcd', 200, '[+]etcd excluded: ok'],
    ['/healthz/etcd', 200, 'ok'],
    ['/livez/colour', 404, 'paths'],
  ])('%s: %i %s', async (path, code, words) => {
    const answer = await cluster.ask(path);
    expect([answer.code, answer.text]).toEqual([code, expect.stringContaining(words)]);
  });

  test.each([
    ['HEAD', '/api/v1/pods', 405],
    ['OPTIONS', '/api/v1/pods', 405],
    ['POST', '/version', 405],
    ['POST', '/healthz', 200],
    ['DELETE', '/api/v1/pods', 405],
  ])('%s %s: %i', async (method, path, code) => {
    expect((await cluster.ask(path, { method })).code).toBe(code);
  });
});

describe('warnings', () => {
  test.each([
    ['/api/v1/componentstatuses', '299 - "v1 ComponentStatus is deprecated in v1.19+"'],
    ['/api/v1/endpoints', '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"'],
    ['/api/v1/pods', undefined],
  ])('%s: %s', async (path, warning) => {
    expect((await cluster.ask(path)).headers['warning']).toBe(warning);
  });
});

describe('API services', () => {
  const SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices';

  test('say of the built-in groups that they are local', async () => {
    const { body } = await cluster.ask(`${SERVICES}/v1.apps`, { accept: TABLE });
    expect(objectsIn(body, 'rows')[0]).toMatchObject({ cells: ['v1.apps', 'Local', 'True', expect.any(String)] });
  });

  test('whose server is not there take their paths with them', async () => {
    const spec = {
      group: 'away.example.com',
      version: 'v1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      service: { name: 'nobody', namespace: 'default' },
    };
    const made = await cluster.ask(SERVICES, {
      body: {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: 'v1.away.example.com' },
        spec,
      },
    });
    const things = await cluster.ask('/apis/away.example.com/v1/things');
    const discovered = await cluster.ask('/apis', { accept: aggregated('v2') });
    const group = objectsIn(discovered.body, 'items').find((item) => textAt(item, 'metadata', 'name') === spec.group);
    const stored = await cluster.ask(`${SERVICES}/v1.away.example.com`);
    expect([made.code, things.code, things.text, textAt(objectsIn(group, 'versions')[0], 'freshness')]).toEqual([
      201,
      503,
      'service unavailable\n',
      'Stale',
    ]);
    expect(objectsIn(stored.body, 'status', 'conditions')[0]).toMatchObject({
      type: 'Available',
      status: 'False',
      reason: 'ServiceNotFound',
      message: 'service/nobody in "default" is not present',
    });
  });

  test('of custom groups come and go with their definitions', async () => {
    const names = { plural: 'boats', singular: 'boat', kind: 'Boat' };
    const schema = { openAPIV3Schema: { type: 'object' } };
    const versions = [{ name: 'v1', served: true, storage: true, schema }];
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'boats.sea.example.com' },
      spec: { group: 'sea.example.com', names, scope: 'Namespaced', versions },
    };
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await cluster.ask(crds, { body: definition });
    const there = await cluster.ask(`${SERVICES}/v1.sea.example.com`);
    await cluster.ask(`${crds}/boats.sea.example.com`, { method: 'DELETE' });
    await expect.poll(async () => (await cluster.ask(`${SERVICES}/v1.sea.example.com`)).code).toBe(404);
    expect(there.code).toBe(200);
  });
});
