import { type Problem, problem } from '@quarterdeck/shared/problem';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { sessionOf } from '../test/socket-bench.ts';
import { fakeCluster } from '../test/test-server.ts';
import { type StartWaiter, startWaiter } from './wait-for-start.ts';

const target = { namespace: 'ns', pod: 'web', container: 'main' };
const refusal = problem('qd.terminal.container-not-running', 'not running', { detail: 'container not found ("main")' });

let api: FakeApiServer;
let upstream: UpstreamCluster;
let clock: FakeClock;
let told: Problem[];
let wait: StartWaiter;

beforeEach(async () => {
  api = await FakeApiServer.start();
  api.users.set('token-of-ada', 'ada');
  upstream = new UpstreamCluster(fakeCluster(api), 'test');
  clock = new FakeClock();
  told = [];
  wait = startWaiter({
    cluster: upstream,
    session: sessionOf('ada'),
    target,
    clock,
    signal: new AbortController().signal,
    waiting: (why) => told.push(why),
  });
});
afterEach(async () => {
  await upstream.close();
  await api.close();
});

/** One round: the pod is asked, then some time passes. */
async function round(ms: number): Promise<Problem | null> {
  const asked = wait(refusal);
  await vi.waitFor(() => expect(clock.pending).toBe(1), { interval: 2, timeout: 5000 });
  clock.advance(ms);
  return asked;
}

it('of a pod that may not be read says that it waits, once, and is given up after a quarter of an hour', async () => {
  api.answer = (_request, response) => status(response, 403, 'Forbidden', 'pods is forbidden');
  expect(await round(1000)).toBeNull();
  expect(await round(60_000)).toBeNull();
  expect(told).toEqual([
    expect.objectContaining({
      code: 'qd.log.container-waiting',
      detail: 'container not found ("main")',
      params: target,
    }),
  ]);
  expect(await round(14 * 60_000)).toMatchObject({
    code: 'qd.terminal.container-not-running',
    detail: 'container not found ("main")',
  });
});

it('of a container that runs and cannot be entered is given up, too', async () => {
  api.answer = (_request, response) =>
    json(response, 200, { spec: {}, status: { containerStatuses: [{ name: 'main', state: { running: {} } }] } });
  expect(await round(1000)).toBeNull();
  expect(told).toEqual([]);
  expect(await round(15 * 60_000)).toMatchObject({ code: 'qd.terminal.container-not-running' });
});
