import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoCluster } from '../../../../packages/demo-cluster/src/start-demo-cluster.ts';
import { LiveBench, type View } from '../test/live-bench.ts';

const CONFIG_MAPS = { group: '', resource: 'configmaps' };
const query = { resource: 'v1/configmaps', namespaces: ['shop'], labelSelector: 'test=live' };

let bench: LiveBench;
let demo: DemoCluster;
/** whether the cluster seems to be an old one that refuses to stream its lists */
let old: boolean;

beforeEach(async () => {
  bench = await LiveBench.start();
  demo = bench.demo;
  old = false;
  for (const name of ['a', 'b', 'c']) put(name);
});
afterEach(() => bench.close());

function put(name: string): void {
  const metadata = { name, namespace: 'shop', labels: { test: 'live' } };
  demo.store.create(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { v: '1' } });
}

const subscribe = (login = 'admin', more: Partial<LiveQuery> = {}): View => {
  demo.faults.noWatchList(old);
  return bench.subscribe({ ...query, ...more }, login);
};
const eventually = (check: () => void, step = 50) => bench.eventually(check, step);
const isLive = (view: View) => bench.live(view);
const lists = () => bench.asked.filter((each) => (old ? !each.has('watch') : each.has('sendInitialEvents'))).length;

describe('rows of the demo cluster', () => {
  it('come as a stream and follow every change', async () => {
    const view = subscribe();
    await isLive(view);
    expect(view.names).toEqual(['a', 'b', 'c']);
    expect(view.frames.find(({ type }) => type === 'columns')).toBeDefined();
    put('d');
    demo.store.delete(CONFIG_MAPS, 'shop', 'a');
    await eventually(() => expect(view.names).toEqual(['b', 'c', 'd']));
    expect(bench.asked).toHaveLength(1);
  });

  it.each([true, false])('survive a cut without a list (an old cluster: %s)', async (isOld) => {
    old = isOld;
    const view = subscribe();
    await isLive(view);
    const before = lists();
    expect(bench.asked.some((each) => each.has('limit'))).toBe(isOld);
    demo.faults.dropWatches();
    put('d');
    await eventually(() => expect(view.names).toEqual(['a', 'b', 'c', 'd']));
    await isLive(view);
    expect(lists()).toBe(before);
  });

  it.each([true, false])(
    'are listed once after 410, and only the difference is sent (an old cluster: %s)',
    async (isOld) => {
      old = isOld;
      const view = subscribe();
      await isLive(view);
      const before = lists();
      const frames = view.frames.length;
      demo.faults.down(true);
      await eventually(() => expect(view.state?.state).not.toBe('live'));
      demo.store.delete(CONFIG_MAPS, 'shop', 'b');
      put('d');
      demo.faults.gone();
      demo.faults.down(false);
      await eventually(() => expect(view.names).toEqual(['a', 'c', 'd']), 200);
      await isLive(view);
      expect(lists()).toBe(before + 1);
      const rows = view.frames.slice(frames).filter(({ type }) => type === 'rows');
      expect(rows.flatMap(({ upsert }) => upsert ?? []).map(([, , name]) => name)).toEqual(['d']);
      expect(rows.flatMap(({ remove }) => remove ?? [])).toHaveLength(1);
    },
  );

  it('are checked when the watch is silent for too long', async () => {
    const view = subscribe();
    await isLive(view);
    demo.faults.silence(true);
    put('d');
    await eventually(() => expect(bench.asked).toHaveLength(1));
    demo.faults.silence(false);
    bench.clock.advance(76_000);
    await eventually(() => expect(view.names).toEqual(['a', 'b', 'c', 'd']));
    expect(lists()).toBe(1);
  });

  it('become stale while the cluster is down, and true again', async () => {
    const view = subscribe();
    await isLive(view);
    demo.faults.down(true);
    await eventually(() => expect(view.state?.state).toBe('reconnecting'));
    await eventually(
      () => expect(view.state).toMatchObject({ state: 'stale', problem: { code: 'qd.cluster.unreachable' } }),
      1000,
    );
    put('d');
    demo.faults.down(false);
    await eventually(() => expect(view.names).toEqual(['a', 'b', 'c', 'd']), 1000);
    await isLive(view);
    expect(lists()).toBe(1);
  });

  it('wait when the cluster asks for patience', async () => {
    demo.faults.throttle(true);
    const view = subscribe();
    await eventually(() => expect(view.state?.problem?.code).toBe('qd.api.too-many-requests'));
    demo.faults.throttle(false);
    await eventually(() => expect(view.state?.state).toBe('live'), 500);
    expect(view.names).toEqual(['a', 'b', 'c']);
  });

  it('are stale when the token is refused', async () => {
    const view = subscribe();
    await isLive(view);
    demo.faults.expireTokens();
    demo.faults.dropWatches();
    await eventually(() =>
      expect(view.state).toMatchObject({ state: 'stale', problem: { code: 'qd.api.unauthorized' } }),
    );
  });
});

describe('what a person may see', () => {
  it('is what the cluster says: denied everywhere, shown in the own namespace', async () => {
    const all = subscribe('developer', { namespaces: null });
    const own = subscribe('developer');
    const both = subscribe('developer', { namespaces: ['shop', 'kube-system'] });
    await Promise.all([isLive(own), isLive(both)]);
    await eventually(() => expect(all.state).toMatchObject({ state: 'denied', problem: { code: 'qd.api.forbidden' } }));
    expect(all.rows.size).toBe(0);
    expect(own.names).toEqual(['a', 'b', 'c']);
    expect(both.names).toEqual(['a', 'b', 'c']);
    expect(both.state?.problem).toMatchObject({ code: 'qd.api.forbidden', params: { namespaces: 'kube-system' } });
  });

  it('never holds the values of Secrets in a list', async () => {
    const value = Buffer.from('canary-of-this-test').toString('base64');
    const metadata = {
      name: 'canary',
      namespace: 'shop',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': value },
    };
    demo.store.create(
      { group: '', resource: 'secrets' },
      { apiVersion: 'v1', kind: 'Secret', metadata, data: { v: value } },
    );
    const view = subscribe('admin', {
      resource: 'v1/secrets',
      labelSelector: '',
      fields: ['type', 'metadata', 'immutable'],
    });
    await isLive(view);
    expect(view.names).toContain('canary');
    expect(view.text).not.toContain(value);
  });

  it('is gone where the cluster serves no such resource', async () => {
    const view = subscribe('admin', { resource: 'example.com/v1/nothings', labelSelector: '' });
    await eventually(() =>
      expect(view.state).toMatchObject({ state: 'gone', problem: { code: 'qd.live.resource-unknown' } }),
    );
  });
});
