import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SessionSeal } from '../auth/sealed-session.ts';
import { SessionRegistry } from '../auth/session-registry.ts';
import { type FoundSession, SessionStore } from '../auth/session-store.ts';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { Meters } from '../telemetry/meters.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { sessionOf } from '../test/socket-bench.ts';
import { fakeCluster } from '../test/test-server.ts';
import { Origins } from './origins.ts';
import { UpgradeRouter } from './upgrade-router.ts';

const cookies = { secureCookies: false, basePath: '' };

it('opens no socket whose session was still being read when the end began', async () => {
  let looks = () => {};
  let found = () => {};
  const looking = new Promise<void>((resolve) => {
    looks = resolve;
  });
  const clock = new FakeClock();
  const registry = new SessionRegistry(clock, 1800);
  /** Finds a session when it is let. */
  class SlowStore extends SessionStore {
    override require(): Promise<FoundSession> {
      looks();
      return new Promise((resolve) => {
        found = () => resolve({ session: sessionOf('ada'), seenAt: 0, behind: false });
      });
    }
  }
  const store = new SlowStore({ seal: new SessionSeal(Buffer.alloc(32, 1)), registry, clock, cookies, maxSeconds: 60 });
  let opened = 0;
  const handler = {
    handle: () => {
      opened += 1;
    },
    close: () => {},
  };
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const upgrades = new UpgradeRouter({
    clusters: new Map([['fake', new UpstreamCluster(fakeCluster({ url: origin }), 'test')]]),
    store,
    registry,
    origins: new Origins([origin]),
    handlers: { live: handler, terminal: handler, log: handler, run: handler },
    log: pino({ level: 'silent' }),
    clock,
    meters: new Meters(),
    addressOf: () => undefined,
  });
  http.on('upgrade', (request, socket, head) => void upgrades.handle(request, socket, head));

  const ws = new WebSocket(`ws://127.0.0.1:${port}/api/clusters/fake/logs`, { headers: { origin } });
  ws.on('error', () => {});
  const answer = once(ws, 'unexpected-response');
  await looking;
  await upgrades.close();
  found();
  const [, response] = await answer;
  expect(response.statusCode).toBe(503);
  expect(opened).toBe(0);
  ws.terminate();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});
