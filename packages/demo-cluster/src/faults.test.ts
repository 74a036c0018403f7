import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textAt } from './json-value.ts';
import { configMap, startTestCluster, type TestCluster } from './testing/api-client.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster({ faultControl: true });
});
afterAll(() => cluster.close());

const control = (name: string, value?: unknown, headers: Record<string, string> = {}) =>
  cluster.ask('/demo/faults', { body: { name, value }, headers });

test('throttle: as API Priority and Fairness says it', async () => {
  cluster.faults.throttle(true);
  const { code, text, headers } = await cluster.ask(MAPS);
  cluster.faults.throttle(false);
  expect([code, text, headers['retry-after'], headers['content-type']]).toEqual([
    429,
    'Too many requests, please try again later.\n',
    '1',
    'text/plain; charset=utf-8',
  ]);
});

test.each([
  [1, '', MAPS, [500, 500, 500, 500]],
  [0.5, '', MAPS, [200, 500, 200, 500]],
  [1, '/apis/', MAPS, [200, 200, 200, 200]],
  [0, '', MAPS, [200, 200, 200, 200]],
])('errors: a share of %d of %j', async (share, prefix, path, expected) => {
  cluster.faults.errors(share, prefix);
  const codes: number[] = [];
  for (let count = 0; count < 4; count += 1) codes.push((await cluster.ask(path)).code);
  cluster.faults.errors(0);
  expect(codes).toEqual(expected);
});

test('noWatchList: a watch from a version works, a streaming list is refused as an old server does', async () => {
  const streaming = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
  cluster.faults.noWatchList(true);
  const { code, body } = await cluster.ask(`${MAPS}?watch=1&${streaming}`);
  cluster.faults.noWatchList(false);
  expect([code, textAt(body, 'message')]).toEqual([
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch',
  ]);
});

test('slowWatch: events come late, and all of them', async () => {
  const watch = await cluster.watch(
    `${MAPS}?watch=1&resourceVersion=${textAt((await cluster.ask(MAPS)).body, 'metadata', 'resourceVersion')}`,
  );
  cluster.faults.slowWatch(150);
  const before = performance.now();
  await cluster.ask(MAPS, { body: configMap('late') });
  const line = await watch.next();
  const took = performance.now() - before;
  cluster.faults.slowWatch(0);
  watch.close();
  expect([line?.type, textAt(line?.object, 'metadata', 'name')]).toEqual(['ADDED', 'late']);
  expect(took).toBeGreaterThan(100);
});

describe('restart', () => {
  test('with its state kept cuts connections and forgets the past of watches', async () => {
    const list = await cluster.ask(MAPS);
    const version = textAt(list.body, 'metadata', 'resourceVersion');
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${version}`);
    cluster.faults.restart('kept');
    expect(await watch.next()).toBeUndefined();
    const again = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${version}`);
    const line = await again.next();
    again.close();
    const after = await cluster.ask(`${MAPS}/kube-root-ca.crt`);
    expect([line?.type, line?.object['code'], after.code]).toEqual(['ERROR', 410, 200]);
  });

  test('with its state lost begins anew, for the same admin at the same address', async () => {
    await cluster.ask(MAPS, { body: configMap('precious') });
    const uidOf = async () => textAt((await cluster.ask('/api/v1/namespaces/default')).body, 'metadata', 'uid');
    const [uid, viewer] = [await uidOf(), cluster.logins[2]?.token ?? ''];
    cluster.faults.restart('lost');
    const codes = [
      (await cluster.ask(`${MAPS}/precious`)).code,
      (await cluster.ask(MAPS, { token: viewer })).code,
      (await cluster.ask(MAPS, { token: cluster.logins[2]?.token ?? '' })).code,
    ];
    expect([codes, (await uidOf()) === uid]).toEqual([[404, 401, 200], false]);
  });
});

describe('the control endpoint', () => {
  test.each([
    ['latency', 'slow', 400],
    ['errors', 2, 400],
    ['errors', { share: 0, path: '/api' }, 200],
    ['restart', 'gently', 400],
    ['apiAway', 7, 400],
    ['apiAway', { name: 'v1beta1.metrics.k8s.io', away: false }, 200],
    ['slowWatch', 0, 200],
    ['explode', undefined, 400],
  ])('%s %j: %i', async (name, value, code) => {
    expect((await control(name, value)).code).toBe(code);
  });

  test('works while everything else fails', async () => {
    await control('errors', 1);
    const codes = [(await cluster.ask(MAPS)).code, (await control('errors', 0)).code, (await cluster.ask(MAPS)).code];
    expect(codes).toEqual([500, 200, 200]);
  });

  test('is not for pages that came under another name', async () => {
    expect((await control('gone', undefined, { host: 'kubernetes.default.svc' })).code).toBe(403);
  });
});
