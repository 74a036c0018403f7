import { Readable } from 'node:stream';
import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DemoCluster, startDemoCluster } from '../../../../packages/demo-cluster/src/start-demo-cluster.ts';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { HandEndedSessions, sessionOf } from '../test/socket-bench.ts';
import { Hub } from './hub.ts';
import { Subscriber } from './subscriber.ts';

interface Frame {
  readonly type: string;
  readonly state?: string;
  readonly problem?: { readonly code: string };
  readonly reset?: boolean;
  readonly upsert?: readonly (readonly unknown[])[];
  readonly remove?: readonly string[];
}

/** What a browser makes of its frames. */
class View {
  readonly frames: Frame[] = [];
  readonly bufferedAmount = 0;
  readonly rows = new Map<string, readonly unknown[]>();
  text = '';

  send(text: string): void {
    this.text += text;
    const frame = JSON.parse(text) as Frame;
    this.frames.push(frame);
    if (frame.reset) this.rows.clear();
    for (const row of frame.upsert ?? []) this.rows.set(String(row[0]), row);
    for (const uid of frame.remove ?? []) this.rows.delete(uid);
  }

  get state(): Frame | undefined {
    return this.frames.findLast(({ type }) => type === 'state');
  }

  get names(): string[] {
    return [...this.rows.values()].map(([, , name]) => String(name)).sort();
  }
}

const CONFIG_MAPS = { group: '', resource: 'configmaps' };
const query: LiveQuery = {
  cluster: 'demo',
  resource: 'v1/configmaps',
  namespaces: ['shop'],
  labelSelector: 'test=live',
  fields: [],
  mode: 'rows',
};

let demo: DemoCluster;
let upstream: UpstreamCluster;
let clock: FakeClock;
let hub: Hub;
let asked: URLSearchParams[];
/** whether the cluster seems to be an old one that refuses to stream its lists */
let old: boolean;

beforeEach(async () => {
  demo = await startDemoCluster({ clock: { now: () => Date.now() } });
  upstream = new UpstreamCluster(
    { name: 'demo', server: new URL(demo.url), ca: Buffer.from(demo.caPem), insecure: false, localUser: null },
    'test',
  );
  asked = [];
  old = false;
  const counting: Cluster = {
    name: 'demo',
    request: (credential, request) => {
      const params = new URLSearchParams(request.path.split('?')[1]);
      asked.push(params);
      // as v1.20 does
      if (old && params.has('sendInitialEvents')) {
        const status = {
          kind: 'Status',
          code: 422,
          reason: 'Invalid',
          message: 'resourceVersionMatch is forbidden for watch',
        };
        return Promise.resolve({
          status: 422,
          headers: {},
          body: Readable.from([Buffer.from(JSON.stringify(status))]),
        });
      }
      return upstream.request(credential, request);
    },
    openSocket: (...all) => upstream.openSocket(...all),
  };
  clock = new FakeClock();
  const sessions = new HandEndedSessions();
  hub = new Hub({ clusters: new Map([['demo', counting]]), sessions, log: pino({ level: 'silent' }), clock });
  for (const name of ['a', 'b', 'c']) put(name);
});

afterEach(async () => {
  hub.close();
  await upstream.close();
  await demo.close();
});

function put(name: string): void {
  const metadata = { name, namespace: 'shop', labels: { test: 'live' } };
  demo.store.create(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { v: '1' } });
}

function sessionFor(login: string): Session {
  const token = demo.logins.find(({ id }) => id === login)?.token ?? '';
  return { ...sessionOf(login), cluster: 'demo', credential: { kind: 'bearer', token } };
}

function subscribe(login = 'admin', more: Partial<LiveQuery> = {}): View {
  const view = new View();
  const full = { ...query, ...more };
  hub.subscribe(sessionFor(login), full, new Subscriber({ id: 1, mode: full.mode, sink: view, clock }));
  return view;
}

const eventually = (check: () => void, step = 50) =>
  vi.waitFor(
    () => {
      clock.advance(step);
      check();
    },
    { interval: 5, timeout: 4000 },
  );
const isLive = (view: View) => eventually(() => expect(view.state?.state).toBe('live'));
const lists = () => asked.filter((each) => (old ? !each.has('watch') : each.has('sendInitialEvents'))).length;

describe('rows of the demo cluster', () => {
  it('come as a stream and follow every change', async () => {
    const view = subscribe();
    await isLive(view);
    expect(view.names).toEqual(['a', 'b', 'c']);
    expect(view.frames.find(({ type }) => type === 'columns')).toBeDefined();
    put('d');
    demo.store.delete(CONFIG_MAPS, 'shop', 'a');
    await eventually(() => expect(view.names).toEqual(['b', 'c', 'd']));
    expect(asked).toHaveLength(1);
  });

  it.each([true, false])('survive a cut without a list (an old cluster: %s)', async (isOld) => {
    old = isOld;
    const view = subscribe();
    await isLive(view);
    const before = lists();
    expect(asked.some((each) => each.has('limit'))).toBe(isOld);
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
    await eventually(() => expect(asked).toHaveLength(1));
    demo.faults.silence(false);
    clock.advance(76_000);
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
