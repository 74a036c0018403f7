import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import { configMap, pod, startTestCluster, type TestCluster } from '../testing/api-client.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

const deployment = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'c', image: 'nginx:1.27', env: [{ name: 'A', value: '1' }] }] },
    },
  },
});

describe('create', () => {
  test('fills in what the server knows', async () => {
    const { code, body } = await cluster.ask(DEPLOYMENTS, { body: deployment('filled') });
    expect(code).toBe(201);
    expect(valueAt(body, 'metadata')).toMatchObject({ namespace: 'default', generation: 1, uid: expect.any(String) });
    expect(valueAt(body, 'spec')).toMatchObject({ replicas: 1, strategy: { type: 'RollingUpdate' } });
  });

  test('generates names', async () => {
    const { body } = await cluster.ask(MAPS, { body: { ...configMap(''), metadata: { generateName: 'run-' } } });
    expect(textAt(body, 'metadata', 'name')).toMatch(/^run-[a-z0-9]{5}$/);
  });

  test('reads YAML, with its own idea of no', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\nimmutable: no\n';
    const { code, body } = await cluster.ask(MAPS, { body: text, type: 'application/yaml' });
    expect([code, body['immutable']]).toEqual([201, false]);
  });

  describe('keys that stand twice in YAML', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: twice\ndata:\n  a: one\n  a: two\n';
    const words = 'line 7: key "a" already set in map';

    test('are warned of, and the last one counts', async () => {
      const { body, headers } = await cluster.ask(`${MAPS}?fieldValidation=Warn`, {
        body: text,
        type: 'application/yaml',
      });
      expect([body['data'], headers['warning']]).toEqual([{ a: 'two' }, `299 - "${words.replaceAll('"', '\\"')}"`]);
    });

    test.each([
      ['POST', MAPS, 'application/yaml', 'strict decoding error: yaml: unmarshal errors:\n  '],
      ['PATCH', `${MAPS}/twice`, 'application/apply-patch+yaml', 'error strict decoding YAML: error converting YAML'],
    ])('are refused where that is asked for: %s', async (method, path, type, start) => {
      const answer = await cluster.ask(`${path}?fieldValidation=Strict&fieldManager=me`, { method, body: text, type });
      const message = textAt(answer.body, 'message');
      expect([answer.code, message]).toEqual([400, expect.stringContaining(start)]);
      expect(message).toContain(words);
    });
  });

  test('a dry run leaves nothing behind', async () => {
    const { code } = await cluster.ask(`${MAPS}?dryRun=All`, { body: configMap('dry') });
    expect([code, (await cluster.ask(`${MAPS}/dry`)).code]).toEqual([201, 404]);
  });

  test.each([
    [
      'taken name',
      MAPS,
      configMap('kube-root-ca.crt'),
      409,
      'AlreadyExists',
      /configmaps "kube-root-ca.crt" already exists/,
    ],
    ['bad name', MAPS, configMap('Not_A_Name'), 422, 'Invalid', /ConfigMap "Not_A_Name" is invalid: metadata.name/],
    ['no name', MAPS, configMap(''), 422, 'Invalid', /name or generateName is required/],
    [
      'no such namespace',
      '/api/v1/namespaces/nope/configmaps',
      configMap('a'),
      404,
      'NotFound',
      /namespaces "nope" not found/,
    ],
    [
      'other namespace',
      MAPS,
      { ...configMap('a'), metadata: { name: 'a', namespace: 'kube-system' } },
      400,
      'BadRequest',
      /does not match the namespace/,
    ],
    ['other kind', MAPS, pod('a'), 400, 'BadRequest', /cannot be handled as a ConfigMap/],
    [
      'nothing',
      MAPS,
      {},
      422,
      'Invalid',
      /^ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required$/,
    ],
    ['no containers', PODS, pod('a', { spec: { containers: [] } }), 422, 'Invalid', /spec.containers: Required value/],
    ['bad label', MAPS, configMap('a', {}, { x: 'no blanks' }), 422, 'Invalid', /metadata.labels: Invalid value/],
    [
      'no such resource',
      '/api/v1/namespaces/default/nothings',
      configMap('a'),
      404,
      'NotFound',
      /could not find the requested resource/,
    ],
  ])('%s', async (_case, path, body, code, reason, message) => {
    const answer = await cluster.ask(path, { body });
    expect([answer.code, answer.body['reason']]).toEqual([code, reason]);
    expect(answer.body['message']).toMatch(message);
  });

  test('a body above 3 MiB', async () => {
    const answer = await cluster.ask(MAPS, { body: configMap('huge', { x: 'x'.repeat(3 * 1024 * 1024) }) });
    expect(answer.code).toBe(413);
  });

  test('a body that is no JSON', async () => {
    expect((await cluster.ask(MAPS, { body: '{"kind":' })).code).toBe(400);
  });
});

describe('update', () => {
  test('an old resourceVersion is a conflict', async () => {
    const { body } = await cluster.ask(MAPS, { body: configMap('conflict') });
    await cluster.ask(`${MAPS}/conflict`, { method: 'PUT', body: configMap('conflict', { a: '1' }) });
    const late = await cluster.ask(`${MAPS}/conflict`, { method: 'PUT', body });
    expect([late.code, late.body['reason']]).toEqual([409, 'Conflict']);
    expect(late.body['message']).toMatch(/the object has been modified/);
  });

  test('nothing new leaves the version alone', async () => {
    const { body } = await cluster.ask(MAPS, { body: configMap('same', { a: '1' }) });
    const again = await cluster.ask(`${MAPS}/same`, { method: 'PUT', body });
    expect(valueAt(again.body, 'metadata', 'resourceVersion')).toBe(valueAt(body, 'metadata', 'resourceVersion'));
  });

  test('status is written by its own sub-resource only', async () => {
    const { body } = await cluster.ask(DEPLOYMENTS, { body: deployment('status') });
    const status = { replicas: 7 };
    const main = await cluster.ask(`${DEPLOYMENTS}/status`, { method: 'PUT', body: { ...body, status } });
    expect(valueAt(main.body, 'status', 'replicas')).toBeUndefined();
    const sub = await cluster.ask(`${DEPLOYMENTS}/status/status`, {
      method: 'PUT',
      body: { ...main.body, status, spec: { ...(body['spec'] as object), replicas: 9 } },
    });
    expect([valueAt(sub.body, 'status', 'replicas'), valueAt(sub.body, 'spec', 'replicas')]).toEqual([7, 1]);
  });

  test('a selector cannot change', async () => {
    const { body } = await cluster.ask(DEPLOYMENTS, { body: deployment('fixed') });
    const changed = structuredClone(body);
    Object.assign(valueAt(changed, 'spec') as object, { selector: { matchLabels: { app: 'fixed', more: '1' } } });
    const answer = await cluster.ask(`${DEPLOYMENTS}/fixed`, { method: 'PUT', body: changed });
    expect([answer.code, answer.body['message']]).toEqual([
      422,
      expect.stringMatching(/spec.selector.*field is immutable/),
    ]);
  });

  test('scale', async () => {
    await cluster.ask(DEPLOYMENTS, { body: deployment('scaled') });
    const patch = { spec: { replicas: 4 } };
    const type = 'application/merge-patch+json';
    const { body } = await cluster.ask(`${DEPLOYMENTS}/scaled/scale`, { method: 'PATCH', type, body: patch });
    expect([body['kind'], valueAt(body, 'spec', 'replicas'), valueAt(body, 'status', 'selector')]).toEqual([
      'Scale',
      4,
      'app=scaled',
    ]);
    const after = await cluster.ask(`${DEPLOYMENTS}/scaled`);
    expect([valueAt(after.body, 'spec', 'replicas'), valueAt(after.body, 'metadata', 'generation')]).toEqual([4, 2]);
  });
});

describe('patch', () => {
  test.each([
    ['application/json-patch+json', [{ op: 'replace', path: '/spec/replicas', value: 3 }]],
    ['application/merge-patch+json', { spec: { replicas: 3 } }],
    ['application/strategic-merge-patch+json', { spec: { replicas: 3 } }],
  ])('%s', async (type, body) => {
    const name = `patch-${type.length}`;
    await cluster.ask(DEPLOYMENTS, { body: deployment(name) });
    const answer = await cluster.ask(`${DEPLOYMENTS}/${name}`, { method: 'PATCH', type, body });
    expect([answer.code, valueAt(answer.body, 'spec', 'replicas')]).toEqual([200, 3]);
  });

  test('strategic merge joins lists by their keys', async () => {
    await cluster.ask(DEPLOYMENTS, { body: deployment('joined') });
    const container = { name: 'c', env: [{ name: 'B', value: '2' }] };
    const { body } = await cluster.ask(`${DEPLOYMENTS}/joined`, {
      method: 'PATCH',
      type: 'application/strategic-merge-patch+json',
      body: { spec: { template: { spec: { containers: [container] } } } },
    });
    const [first] = objectsIn(body, 'spec', 'template', 'spec', 'containers');
    expect([first?.['image'], objectsIn(first, 'env').map((env) => env['name'])]).toEqual(['nginx:1.27', ['B', 'A']]);
  });

  test('apply creates, then replaces what it applied, and says who did', async () => {
    const type = 'application/apply-patch+yaml';
    const path = `${MAPS}/applied?fieldManager=me&force=true`;
    const first = await cluster.ask(path, { method: 'PATCH', type, body: configMap('applied', { a: '1' }) });
    const second = await cluster.ask(path, { method: 'PATCH', type, body: configMap('applied', { b: '2' }) });
    expect([first.code, second.code, second.body['data']]).toEqual([201, 200, { b: '2' }]);
    expect(objectsIn(second.body, 'metadata', 'managedFields')[0]).toMatchObject({ manager: 'me', operation: 'Apply' });
  });

  test.each([
    ['text/plain', '{}', 415],
    ['application/json-patch+json', '{}', 400],
    ['application/json-patch+json', '[{"op":"remove","path":"/no/such"}]', 422],
    ['application/apply-patch+yaml', '{}', 422],
  ])('%s %s is refused with %i', async (type, body, code) => {
    const answer = await cluster.ask(`${MAPS}/kube-root-ca.crt`, { method: 'PATCH', type, body });
    expect(answer.code).toBe(code);
  });
});

describe('delete', () => {
  test('finalizers hold an object until they are gone', async () => {
    await cluster.ask(MAPS, { body: { ...configMap('held'), metadata: { name: 'held', finalizers: ['a.b/c'] } } });
    const { body } = await cluster.ask(`${MAPS}/held`, { method: 'DELETE' });
    expect(textAt(body, 'metadata', 'deletionTimestamp')).not.toBe('');
    const type = 'application/merge-patch+json';
    await cluster.ask(`${MAPS}/held`, { method: 'PATCH', type, body: { metadata: { finalizers: null } } });
    expect((await cluster.ask(`${MAPS}/held`)).code).toBe(404);
  });

  test('a pod on a node ends gracefully, by force at once', async () => {
    await cluster.ask(PODS, { body: pod('graceful', { spec: { nodeName: 'n1' } }) });
    const { body } = await cluster.ask(`${PODS}/graceful`, { method: 'DELETE' });
    expect(valueAt(body, 'metadata', 'deletionGracePeriodSeconds')).toBe(30);
    expect((await cluster.ask(`${PODS}/graceful`)).code).toBe(200);
    await cluster.ask(`${PODS}/graceful`, { method: 'DELETE', body: { gracePeriodSeconds: 0 } });
    expect((await cluster.ask(`${PODS}/graceful`)).code).toBe(404);
  });

  test('preconditions', async () => {
    await cluster.ask(MAPS, { body: configMap('exact') });
    const body = { preconditions: { uid: 'another' } };
    const answer = await cluster.ask(`${MAPS}/exact`, { method: 'DELETE', body });
    expect([answer.code, answer.body['reason']]).toEqual([409, 'Conflict']);
  });

  test('collections, by selector', async () => {
    for (const name of ['x1', 'x2', 'x3'])
      await cluster.ask(MAPS, { body: configMap(name, {}, { lot: name === 'x3' ? 'b' : 'a' }) });
    await cluster.ask(`${MAPS}?labelSelector=lot%3Da`, { method: 'DELETE' });
    const codes = await Promise.all(
      ['x1', 'x2', 'x3'].map(async (name) => (await cluster.ask(`${MAPS}/${name}`)).code),
    );
    expect(codes).toEqual([404, 404, 200]);
  });

  test('a namespace waits for its finalizer', async () => {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ending' } };
    await cluster.ask('/api/v1/namespaces', { body });
    const { body: ending } = await cluster.ask('/api/v1/namespaces/ending', { method: 'DELETE' });
    expect(textAt(ending, 'status', 'phase')).toBe('Terminating');
    const late = await cluster.ask('/api/v1/namespaces/ending/configmaps', { body: configMap('late') });
    expect([late.code, late.body['reason']]).toEqual([403, 'Forbidden']);
    await cluster.ask('/api/v1/namespaces/ending/finalize', { method: 'PUT', body: { ...ending, spec: {} } });
    expect((await cluster.ask('/api/v1/namespaces/ending')).code).toBe(404);
  });

  test.each([
    [0, 429],
    [1, 201],
  ])('an eviction with %i disruptions allowed answers %i', async (disruptionsAllowed, code) => {
    const name = `evict-${code}`;
    await cluster.ask(PODS, { body: pod(name, { labels: { evict: name }, spec: { nodeName: 'n1' } }) });
    const running = { method: 'PATCH', type: 'application/merge-patch+json', body: { status: { phase: 'Running' } } };
    await cluster.ask(`${PODS}/${name}/status`, running);
    cluster.store.create(
      { group: 'policy', resource: 'poddisruptionbudgets' },
      {
        metadata: { name, namespace: 'default' },
        spec: { minAvailable: 1, selector: { matchLabels: { evict: name } } },
        status: { disruptionsAllowed, observedGeneration: 1 },
      },
    );
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
    expect((await cluster.ask(`${PODS}/${name}/eviction`, { body })).code).toBe(code);
  });
});

test('custom resources appear with their definition and its columns', async () => {
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'boats.sea.example.com' },
    spec: {
      group: 'sea.example.com',
      scope: 'Namespaced',
      names: { plural: 'boats', kind: 'Boat', shortNames: ['bt'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          additionalPrinterColumns: [{ name: 'Sails', type: 'integer', jsonPath: '.spec.sails' }],
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
  const boats = '/apis/sea.example.com/v1/namespaces/default/boats';
  expect((await cluster.ask(boats)).code).toBe(404);
  await cluster.ask('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { body: definition });
  const boat = { apiVersion: 'sea.example.com/v1', kind: 'Boat', metadata: { name: 'one' }, spec: { sails: 3 } };
  expect((await cluster.ask(boats, { body: boat })).code).toBe(201);
  const { body } = await cluster.ask(boats, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
  expect(valueAt(objectsIn(body, 'rows')[0], 'cells')).toEqual(['one', 3]);
  await cluster.ask('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/boats.sea.example.com', {
    method: 'DELETE',
  });
  expect((await cluster.ask(boats)).code).toBe(404);
});
