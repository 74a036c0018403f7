import { MAX_SUBSCRIPTIONS } from '@quarterdeck/shared/live-protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { FakeApiServer, json } from '../test/fake-api-server.ts';
import { Browser, closeOf } from '../test/stream-browser.ts';
import { TestServer } from '../test/test-server.ts';

describe('a session that asks for very much', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let flooder: Browser;
  let other: Browser;
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('flood', 'mallory').set('calm', 'jane');
    fake.answer = (_request, response, { target }) => {
      if (/[?&]watch=/.test(target)) response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      else json(response, 200, { kind: 'PodList', metadata: { resourceVersion: '1' }, items: [] });
    };
    server = await TestServer.start(fake);
    flooder = await Browser.signIn(server, 'flood');
    other = await Browser.signIn(server, 'calm');
  });
  afterAll(async () => {
    flooder.close();
    other.close();
    await server.close();
    await fake.close();
  });

  const query = (namespace: string, more: object = {}) => ({
    cluster: 'fake',
    resource: 'v1/pods',
    namespaces: [namespace],
    fields: [],
    mode: 'rows',
    ...more,
  });
  const beat = (ws: WebSocket) =>
    new Promise<number>((resolve) => {
      const began = performance.now();
      const hear = (data: Buffer) => {
        if (!data.toString().includes('"beat"')) return;
        ws.off('message', hear);
        resolve(performance.now() - began);
      };
      ws.on('message', hear);
      ws.send('{"type":"beat"}');
    });
  const p95 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;

  it('has so many subscriptions, of so many fields, so deep, and no more', async () => {
    const ws = await flooder.open('live');
    const denied = new Map<number, string>();
    ws.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { id?: number; problem?: { code: string } };
      if (frame.id !== undefined && frame.problem) denied.set(frame.id, frame.problem.code);
    });
    for (let id = 1; id <= MAX_SUBSCRIPTIONS + 3; id += 1)
      ws.send(JSON.stringify({ type: 'subscribe', id, query: query(`ns-${id}`) }));
    await vi.waitFor(() => expect([...denied.keys()]).toEqual([1, 2, 3].map((more) => MAX_SUBSCRIPTIONS + more)));
    expect(new Set(denied.values())).toEqual(new Set(['qd.live.too-many-subscriptions']));
    ws.send(JSON.stringify({ type: 'unsubscribe', id: 1 }));
    const fields = Array.from({ length: 65 }, (_, index) => `spec.f${index}`);
    ws.send(JSON.stringify({ type: 'subscribe', id: 100, query: query('a', { fields }) }));
    ws.send(JSON.stringify({ type: 'subscribe', id: 101, query: query('a', { fields: [`a${'.b'.repeat(40)}`] }) }));
    ws.send(JSON.stringify({ type: 'subscribe', id: 102, query: query('a', { namespaces: ['../secrets'] }) }));
    await vi.waitFor(() => expect([denied.get(100), denied.get(101), denied.get(102)]).not.toContain(undefined));
    ws.terminate();
  });

  it('is closed by 4429, and others notice nothing', async () => {
    const calm = await other.open('live');
    const before: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) before.push(await beat(calm));
    const during: number[] = [];
    const memory = process.memoryUsage().rss;
    for (let wave = 0; wave < 10; wave += 1) {
      const ws = await flooder.open('live');
      const closed = closeOf(ws);
      for (let frame = 0; frame < 1500; frame += 1)
        ws.send(JSON.stringify({ type: 'subscribe', id: frame, query: query(`n-${frame % 7}`) }));
      during.push(await beat(calm), await beat(calm));
      expect(await closed).toBe(4429);
    }
    // the other's answer stays within what nobody notices, and nothing is left behind
    expect(p95(during)).toBeLessThan(Math.max(1000, p95(before) * 20));
    expect(process.memoryUsage().rss - memory).toBeLessThan(150 * 2 ** 20);
    expect(calm.readyState).toBe(calm.OPEN);
    calm.terminate();
  }, 60_000);

  it('has so many endless requests, terminals and uploads, and others theirs', async () => {
    const controller = new AbortController();
    const watch = (browser: Browser) =>
      server.fetch('/api/clusters/fake/k8s/api/v1/pods?watch=true', {
        cookie: browser.cookie,
        signal: controller.signal,
      });
    const answers = await Promise.all(Array.from({ length: 25 }, () => watch(flooder)));
    const count = (code: number) => answers.filter(({ status }) => status === code).length;
    expect([count(200), count(429)]).toEqual([20, 5]);
    expect((await watch(other)).status).toBe(200);
    controller.abort();
  });

  it('sends frames of no use', async () => {
    for (const frame of ['', '{', '[]', 'null', `{"type":"hello","csrf":${'{"a":'.repeat(5000)}`, '"__proto__"']) {
      const ws = await flooder.dial('live');
      const closed = closeOf(ws);
      ws.send(frame);
      expect(await closed).toBe(4400);
    }
    const ws = await flooder.dial('live');
    const closed = closeOf(ws);
    ws.send(`{"type":"hello","csrf":{"__proto__":"x","constructor":"y","toString":"z"}}`);
    expect(await closed).toBe(4403);
    expect(Object.hasOwn(Object.prototype, 'fake')).toBe(false);
  });
});
