import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import { configMap, pod, startTestCluster, TABLE, type TestCluster } from '../testing/api-client.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
let cluster: TestCluster;
let now = Date.parse('2026-01-01T00:00:00Z');

beforeAll(async () => {
  cluster = await startTestCluster({ clock: { now: () => now } });
  for (let index = 0; index < 5; index += 1)
    await cluster.ask(MAPS, { body: configMap(`m${index}`, {}, { number: String(index), all: 'yes' }) });
});
afterAll(() => cluster.close());

const names = (body: unknown) => objectsIn(body, 'items').map((item) => textAt(item, 'metadata', 'name'));

describe('pages', () => {
  test('follow one snapshot to its end', async () => {
    const query = '?labelSelector=all';
    const first = await cluster.ask(`${MAPS}${query}&limit=2`);
    const token = textAt(first.body, 'metadata', 'continue');
    await cluster.ask(MAPS, { body: configMap('m00', {}, { all: 'yes' }) });
    const second = await cluster.ask(`${MAPS}${query}&limit=10&continue=${token}`);
    await cluster.ask(`${MAPS}/m00`, { method: 'DELETE' });
    expect([names(first.body), names(second.body)]).toEqual([
      ['m0', 'm1'],
      ['m2', 'm3', 'm4'],
    ]);
    expect(valueAt(second.body, 'metadata', 'resourceVersion')).toBe(
      valueAt(first.body, 'metadata', 'resourceVersion'),
    );
    expect(valueAt(second.body, 'metadata', 'continue')).toBeUndefined();
  });

  test('say how many remain when nothing is selected', async () => {
    const { body } = await cluster.ask(`${MAPS}?limit=2`);
    expect(valueAt(body, 'metadata', 'remainingItemCount')).toBe(4);
    const selected = await cluster.ask(`${MAPS}?limit=2&labelSelector=all`);
    expect(valueAt(selected.body, 'metadata', 'remainingItemCount')).toBeUndefined();
  });

  test.each([
    ['after five minutes', () => (now += 5 * 60_000 + 1)],
    ['after gone()', () => cluster.faults.gone()],
  ])('expire %s with 410', async (_when, expire) => {
    const { body } = await cluster.ask(`${MAPS}?limit=2`);
    expire();
    const late = await cluster.ask(`${MAPS}?limit=2&continue=${textAt(body, 'metadata', 'continue')}`);
    expect([late.code, late.body['reason']]).toEqual([410, 'Expired']);
  });

  test('the 410 has a token that goes on with what is there now', async () => {
    const first = await cluster.ask(`${MAPS}?limit=2&labelSelector=all`);
    cluster.faults.gone();
    await cluster.ask(MAPS, { body: configMap('m11', {}, { all: 'yes' }) });
    const late = await cluster.ask(`${MAPS}?limit=2&continue=${textAt(first.body, 'metadata', 'continue')}`);
    const token = textAt(late.body, 'metadata', 'continue');
    const rest = await cluster.ask(`${MAPS}?labelSelector=all&continue=${token}`);
    await cluster.ask(`${MAPS}/m11`, { method: 'DELETE' });
    expect([late.code, names(first.body), names(rest.body)]).toEqual([410, ['m0', 'm1'], ['m11', 'm2', 'm3', 'm4']]);
  });

  test('an exact version shows what was there', async () => {
    const version = textAt((await cluster.ask(MAPS)).body, 'metadata', 'resourceVersion');
    await cluster.ask(MAPS, { body: configMap('later') });
    await cluster.ask(`${MAPS}/m0`, { method: 'DELETE' });
    const exact = `resourceVersion=${version}&resourceVersionMatch=Exact`;
    const then = await cluster.ask(`${MAPS}?${exact}`);
    const page = await cluster.ask(`${MAPS}?resourceVersion=${version}&limit=2`);
    cluster.faults.gone();
    const gone = await cluster.ask(`${MAPS}?${exact}`);
    await cluster.ask(`${MAPS}/later`, { method: 'DELETE' });
    await cluster.ask(MAPS, { body: configMap('m0', {}, { number: '0', all: 'yes' }) });
    expect([names(then.body).slice(-5), names(page.body), gone.code, gone.body['message']]).toEqual([
      ['m0', 'm1', 'm2', 'm3', 'm4'],
      ['kube-root-ca.crt', 'm0'],
      410,
      'The resourceVersion for the provided list is too old.',
    ]);
  });

  test.each([
    ['resourceVersionMatch=Exact', 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    [
      'resourceVersion=0&resourceVersionMatch=Exact',
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      'resourceVersion=1&resourceVersionMatch=Foo',
      'Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""',
    ],
    [
      'resourceVersion=1&resourceVersionMatch=Exact&continue=x',
      'resourceVersionMatch is forbidden when continue is provided',
    ],
    ['sendInitialEvents=true', 'sendInitialEvents is forbidden for list'],
    [
      'watch=1&resourceVersionMatch=NotOlderThan',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    ],
    ['watch=1&sendInitialEvents=1', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'],
  ])('?%s: %s', async (query, words) => {
    const { code, body } = await cluster.ask(`${MAPS}?${query}`);
    expect([code, textAt(body, 'message')]).toEqual([422, expect.stringContaining(words)]);
  });

  test.each([
    ['limit=many', 400],
    ['continue=nonsense', 400],
    ['labelSelector=a%3D%3D%3Db', 400],
    ['fieldSelector=spec.color%3Dred', 400],
    ['resourceVersion=999999999', 504],
  ])('?%s is refused with %i', async (query, code) => {
    const answer = await cluster.ask(`${MAPS}?${query}`);
    expect([answer.code, answer.body['kind']]).toEqual([code, 'Status']);
  });
});

describe('representations', () => {
  test('a list has the kind of its items', async () => {
    const { body } = await cluster.ask(MAPS);
    expect([body['kind'], body['apiVersion']]).toEqual(['ConfigMapList', 'v1']);
    // which are not named once more
    expect(objectsIn(body, 'items')[0]).not.toHaveProperty('kind');
  });

  test.each([
    ['None', undefined],
    ['Metadata', 'PartialObjectMetadata'],
    ['Object', 'ConfigMap'],
    ['', 'PartialObjectMetadata'],
  ])('a table with includeObject=%s', async (include, kind) => {
    const { body } = await cluster.ask(`${MAPS}?includeObject=${include}`, { accept: `${TABLE},application/json` });
    expect(objectsIn(body, 'columnDefinitions').map((column) => column['name'])).toEqual(['Name', 'Data', 'Age']);
    const [row] = objectsIn(body, 'rows');
    expect(valueAt(row, 'cells')).toEqual(['kube-root-ca.crt', '1', expect.any(String)]);
    expect(valueAt(row, 'object', 'kind')).toBe(kind);
  });

  test('metadata only', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const { body } = await cluster.ask(MAPS, { accept });
    expect(body['kind']).toBe('PartialObjectMetadataList');
    expect(Object.keys(objectsIn(body, 'items')[0] ?? {}).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  test('a client that takes no JSON is told so', async () => {
    const answer = await cluster.ask(MAPS, { accept: 'application/vnd.kubernetes.protobuf' });
    expect([answer.code, answer.body['reason']]).toEqual([406, 'NotAcceptable']);
  });

  test('a large list is compressed for those who can read it', async () => {
    await cluster.ask(MAPS, { body: configMap('large', { text: 'x'.repeat(200_000) }) });
    const answer = await cluster.ask(`${MAPS}/large`);
    expect(answer.headers['content-encoding']).toBeUndefined();
  });
});

test('ten thousand pods come in pages without growing work', async () => {
  await cluster.ask('/api/v1/namespaces', {
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'many' } },
  });
  const key = { group: '', resource: 'pods' };
  for (let index = 0; index < 10_000; index += 1)
    cluster.store.create(key, { ...pod(`p${index}`), metadata: { name: `p${index}`, namespace: 'many' } });
  let token = '';
  let rows = 0;
  let pages = 0;
  do {
    const { body } = await cluster.ask(`/api/v1/pods?limit=500&includeObject=None&continue=${token}`, {
      accept: TABLE,
    });
    rows += objectsIn(body, 'rows').length;
    pages += 1;
    token = textAt(body, 'metadata', 'continue');
  } while (token !== '');
  expect([rows, pages]).toEqual([10_000, 20]);
}, 30_000);
