import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeApiServer, json } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { TestServer } from '../test/test-server.ts';

const webRoot = mkdtempSync(join(tmpdir(), 'quarterdeck-drain-'));
writeFileSync(join(webRoot, 'index.html'), '<!doctype html>');

describe('a server that is told to end (issue 9)', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let clock: FakeClock;
  let cookie: string;
  let closing: Promise<void> | undefined;
  beforeEach(async () => {
    clock = new FakeClock();
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake, {
      env: { QUARTERDECK_DRAIN_SECONDS: '5', QUARTERDECK_WEB_ROOT: webRoot },
      deps: { clock },
    });
    cookie = await server.signIn('good');
    closing = undefined;
  });
  afterEach(async () => {
    closing ??= server.close();
    // the clock is the test's
    const turning = setInterval(() => clock.advance(1000), 5);
    await closing;
    clearInterval(turning);
    await fake.close();
  });
  const dial = async (): Promise<WebSocket> => {
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`, {
      headers: { cookie, origin: server.url },
    });
    ws.on('error', () => {});
    await once(ws, 'open');
    const { csrf } = (await (await server.fetch('/api/clusters/fake/session', { cookie })).json()) as { csrf: string };
    ws.send(JSON.stringify({ type: 'hello', csrf: { fake: csrf } }));
    await once(ws, 'message');
    return ws;
  };

  it('says by /readyz what it has looked at', async () => {
    const answer = await server.fetch('/readyz?verbose');
    expect(answer.status).toBe(200);
    const lines = (await answer.text()).trim().split('\n');
    expect(lines).toEqual(['[+]listening ok', '[+]shutdown ok', '[+]web-files ok']);
  });

  it('is not ready without the web app, and ready while the API server is down', async () => {
    await fake.close();
    expect((await server.fetch('/readyz')).status).toBe(200);
    const bare = await TestServer.start(fake, { env: { QUARTERDECK_WEB_ROOT: '/none' } });
    const answer = await bare.fetch('/readyz');
    expect([answer.status, await answer.text()]).toEqual([503, 'the web app is not there']);
    expect((await bare.fetch('/healthz')).status).toBe(200);
    await bare.close();
  });

  it('fails /readyz at once, serves on for a while, then sends its sockets elsewhere one after the other', async () => {
    const sockets = await Promise.all([dial(), dial(), dial()]);
    const codes: number[] = [];
    for (const ws of sockets) ws.on('close', (code) => codes.push(code));
    closing = server.close(1000);
    const ready = await server.fetch('/readyz');
    expect([ready.status, await ready.text()]).toEqual([503, 'shutting down']);
    expect((await server.fetch('/healthz')).status).toBe(200);
    // load balancers have not all learned of it: what still comes is served, on a connection that ends
    const late = await server.fetch('/api/clusters/fake/session', { cookie });
    expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
    const newcomer = await dial();
    newcomer.on('close', (code) => codes.push(code));
    clock.advance(4900);
    expect(codes).toEqual([]);
    clock.advance(100);
    await vi.waitFor(
      () => {
        clock.advance(50);
        expect(codes).toEqual(Array(4).fill(CLOSE.goingAway));
      },
      { interval: 5, timeout: 10_000 },
    );
    // what has not gone by the end of the two seconds
    clock.advance(2000);
    await closing;
    await expect(server.fetch('/healthz')).rejects.toThrow();
  });

  it('lets a request finish that is under way', async () => {
    let finish = () => {};
    fake.answer = (_request, response) => {
      finish = () => json(response, 200, { late: true });
    };
    const asked = server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    await vi.waitFor(() => expect(fake.requests.some(({ target }) => target === '/api/v1/pods')).toBe(true));
    closing = server.close(10_000);
    clock.advance(5000);
    finish();
    expect(await (await asked).json()).toEqual({ late: true });
  });
});
