import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { Browser, closeOf } from '../test/stream-browser.ts';
import { TestServer } from '../test/test-server.ts';

/** CVE-2023-40025, CVE-2024-41666: nothing outlives the session that opened it; and nothing of another session ends with it. */
const at = { namespace: 'ns', pod: 'web', container: 'main' };
const pod = {
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'ns', uid: 'u', resourceVersion: '1' },
  spec: { containers: [{ name: 'main' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', restartCount: 0, state: { running: {} } }] },
};

let fake: FakeApiServer;
let server: TestServer;
let ada: Browser;
let bob: Browser;
/** answers without an end that are open now, with the token that asked */
let open: Map<ServerResponse, string>;

beforeEach(async () => {
  open = new Map();
  fake = await FakeApiServer.start();
  fake.users.set('ada', 'jane').set('bob', 'jane');
  fake.answer = (request, response, { target }) => {
    if (!/[?&](?:watch|follow)=/.test(target)) {
      if (target.includes('/pods/')) json(response, 200, pod);
      else json(response, 200, { kind: 'PodList', metadata: { resourceVersion: '1' }, items: [pod] });
      return;
    }
    open.set(response, String(request.headers.authorization).replace('Bearer ', ''));
    response.on('close', () => open.delete(response));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(target.includes('follow=') ? '2026-01-01T00:00:00Z a line\n' : '');
    response.flushHeaders();
  };
  fake.upgrade = (request, socket, head) =>
    (request.headers.authorization === 'Bearer ada' ? ada : bob).kubelet(request, socket, head);
  server = await TestServer.start(fake);
  ada = await Browser.signIn(server, 'ada');
  bob = await Browser.signIn(server, 'bob');
});

afterEach(async () => {
  ada.close();
  bob.close();
  await server.close();
  await fake.close();
});

/** Every way to have something without an end. */
async function openAll(browser: Browser): Promise<{ sockets: WebSocket[]; bodies: Promise<string>[] }> {
  const live = await browser.open('live');
  const query = { cluster: 'fake', resource: 'v1/pods', namespaces: ['ns'], fields: [], mode: 'rows' };
  live.send(JSON.stringify({ type: 'subscribe', id: 1, query }));
  const terminal = await browser.open('terminal', { ...at, command: ['sh'], cols: 80, rows: 24 });
  const run = await browser.open('run', { command: ['sh'], targets: [at], timeoutSeconds: 60 });
  const logs = await browser.open('logs', { sources: [at], instances: 'current', follow: true });
  const bodies = [
    '/k8s/api/v1/pods?watch=true&resourceVersion=1',
    '/k8s/api/v1/namespaces/ns/pods/web/log?follow=true',
    '/files/ns/web/main/file?path=/dev/zero',
  ].map(async (path) => {
    const response = await server.fetch(`/api/clusters/fake${path}`, { cookie: browser.cookie });
    return response.text().then(
      () => 'ended',
      () => 'cut',
    );
  });
  return { sockets: [live, terminal, run, logs], bodies };
}

describe('what a session has open', () => {
  it('ends within a second of signing out, here and upstream; the same person’s other session goes on', async () => {
    const mine = await openAll(ada);
    const others = await openAll(bob);
    // a live watch, a log view and its watch of the pod, a watch and a log through the proxy: of each session
    await vi.waitFor(
      () => {
        for (const who of ['ada', 'bob']) {
          const own = [...open.values()].filter((token) => token === who).length;
          expect(own, who).toBeGreaterThanOrEqual(4);
        }
        expect([ada.running, bob.running]).toEqual([3, 3]);
      },
      { timeout: 10_000 },
    );
    const othersOpen = [...open.values()].filter((token) => token === 'bob').length;
    const closed = Promise.all(mine.sockets.map(closeOf));
    const began = performance.now();
    const answer = await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie: ada.cookie });
    expect(answer.status).toBe(204);
    expect(await closed).toEqual([4401, 4401, 4401, 4401]);
    await Promise.all(mine.bodies);
    await vi.waitFor(
      () => {
        expect([...open.values()].filter((token) => token === 'ada')).toEqual([]);
        expect(ada.running).toBe(0);
      },
      { interval: 5 },
    );
    expect(performance.now() - began).toBeLessThan(1000);

    expect(others.sockets.map(({ readyState, OPEN }) => readyState === OPEN)).toEqual([true, true, true, true]);
    expect([...open.values()].filter((token) => token === 'bob')).toHaveLength(othersOpen);
    expect(bob.running).toBe(3);
    const after = await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie: ada.cookie });
    expect(after.status).toBe(401);
  }, 60_000);

  it('never holds rows that another session of the same person has read', async () => {
    fake.answer = (request, response, { target }) => {
      const who = String(request.headers.authorization).replace('Bearer ', '');
      open.set(response, who);
      if (target.includes('sendInitialEvents')) status(response, 422, 'Invalid', 'sendInitialEvents is forbidden');
      else if (/[?&]watch=/.test(target))
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      else {
        const object = { ...pod, metadata: { ...pod.metadata, name: `only-${who}`, uid: who } };
        json(response, 200, { kind: 'PodList', metadata: { resourceVersion: '1' }, items: [object] });
      }
    };
    const query = { cluster: 'fake', resource: 'v1/pods', namespaces: ['ns'], fields: [], mode: 'rows' };
    const heard = await Promise.all(
      [ada, bob].map(async (browser) => {
        const frames: string[] = [];
        const live = await browser.open('live');
        live.on('message', (data: Buffer) => frames.push(data.toString()));
        live.send(JSON.stringify({ type: 'subscribe', id: 1, query }));
        return frames;
      }),
    );
    await vi.waitFor(() => {
      expect(heard[0]?.join()).toContain('only-ada');
      expect(heard[1]?.join()).toContain('only-bob');
    });
    expect(heard[0]?.join()).not.toContain('only-bob');
    expect(heard[1]?.join()).not.toContain('only-ada');
  });
});

describe('a command whose upgrade the API server does not grant (CVE-2018-1002105)', () => {
  it.each([200, 302, 403, 500])('by %i: no byte passes, and the connection is not used again', async (code) => {
    let passed = '';
    fake.upgrade = (_request, socket) => {
      socket.on('data', (bytes: Buffer) => {
        passed += bytes.toString();
      });
      socket.write(`HTTP/1.1 ${code} No\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`);
    };
    const frames: string[] = [];
    const terminal = await ada.dial('terminal');
    terminal.on('message', (data: Buffer) => frames.push(data.toString()));
    const closed = closeOf(terminal);
    terminal.send(JSON.stringify({ type: 'open', csrf: ada.csrf, ...at, command: ['sh'], cols: 80, rows: 24 }));
    terminal.send(Buffer.from('GET /api/v1/secrets HTTP/1.1\r\n\r\n'));
    await closed;
    expect(frames.join()).toContain('"type":"problem"');
    expect(frames.join()).not.toContain('"type":"opened"');
    expect(passed).toBe('');
    await vi.waitFor(() => expect(fake.requests.some(({ target }) => target.includes('secrets'))).toBe(false));
  });
});
