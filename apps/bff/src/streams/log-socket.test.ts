import type { ServerResponse } from 'node:http';
import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { LOG_WINDOW_LINES, type LogLine } from '@quarterdeck/shared/log-protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { HandEndedSessions, type SocketServer, serveSockets, sessionOf, Tab } from '../test/socket-bench.ts';
import { fakeCluster } from '../test/test-server.ts';
import { createLogSocket, type LogSocket } from './log-socket.ts';

interface Frame {
  readonly type: string;
  readonly lines?: readonly LogLine[];
  readonly source?: number;
  readonly state?: string;
  readonly problem?: { readonly code: string };
}

const ada = sessionOf('ada');
const source = (pod: string) => ({ namespace: 'ns', pod, container: 'main' });
const open = (more: object = {}) => ({
  type: 'open',
  csrf: ada.csrf,
  sources: [source('web')],
  follow: true,
  instances: 'current',
  ...more,
});
const stamped = (second: number, text: string) => `2026-11-21T12:00:${second}.5Z ${text}\n`;
const podThat = (state: object, more: object = {}) => ({
  metadata: { name: 'web', namespace: 'ns', uid: 'uid-1' },
  spec: { restartPolicy: 'Always', containers: [{ name: 'main' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', restartCount: 0, state }], ...more },
});

let api: FakeApiServer;
let upstream: UpstreamCluster;
let clock: FakeClock;
let sessions: HandEndedSessions;
let logs: LogSocket;
let server: SocketServer;
/** what a GET of the pod answers */
let pod: (response: ServerResponse) => void;
/** answers to GETs of the log, in turn; the last is repeated */
let log: ((response: ServerResponse) => void)[];
let streams: ServerResponse[];

const stream =
  (...lines: string[]) =>
  (response: ServerResponse): void => {
    streams.push(response);
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.flushHeaders();
    response.write(lines.join(''));
  };
const ended =
  (...lines: string[]) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(lines.join(''));
  };

beforeEach(async () => {
  api = await FakeApiServer.start();
  api.users.set('token-of-ada', 'ada');
  streams = [];
  log = [];
  pod = (response) => json(response, 200, podThat({ running: {} }));
  api.answer = (_request, response, { target }) => {
    if (!target.includes('/log?')) pod(response);
    else (log.length > 1 ? log.shift() : log[0])?.(response);
  };
  upstream = new UpstreamCluster(fakeCluster(api), 'test');
  clock = new FakeClock();
  sessions = new HandEndedSessions();
  logs = createLogSocket({ clusters: new Map([['fake', upstream]]), sessions, log: pino({ level: 'silent' }), clock });
  server = await serveSockets((ws) => logs.handle(ws, ada));
});

afterEach(async () => {
  logs.close();
  await server.close();
  await upstream.close();
  await api.close();
});

const view = (first: object | null = open()) => Tab.open<Frame>(server.url, first);
const texts = (tab: Tab<Frame>): string[] =>
  tab.frames.flatMap(({ type, lines }) => (type === 'lines' ? (lines ?? []) : [])).map(([, , text]) => text);
const last = (tab: Tab<Frame>) => tab.frames.findLast(({ type }) => type === 'source');
const asked = () =>
  api.requests
    .filter(({ target }) => target.includes('/log?'))
    .map(({ target }) => new URL(target, 'http://x').searchParams);
/** Moves the clock in small steps until something holds. */
const eventually = (check: () => void, step = 50) =>
  vi.waitFor(
    () => {
      clock.advance(step);
      check();
    },
    { interval: 2, timeout: 15_000 },
  );

describe('a log', () => {
  it('asks for what the view wants, with time stamps, and gives lines as they come', async () => {
    log = [stream(stamped(10, 'one'), stamped(11, 'two'), 'no stamp\n')];
    const tab = await view(open({ tailLines: 500 }));
    await eventually(() => expect(texts(tab)).toEqual(['one', 'two', 'no stamp']));
    expect(Object.fromEntries(asked()[0] ?? [])).toEqual({
      container: 'main',
      timestamps: 'true',
      follow: 'true',
      tailLines: '500',
    });
    expect(tab.frames.flatMap(({ type, lines }) => (type === 'lines' ? (lines ?? []) : []))[0]).toEqual([
      0,
      '2026-11-21T12:00:10.5Z',
      'one',
    ]);
    streams[0]?.write('2026-11-21T12:00:03Z thr');
    streams[0]?.write('ee\n');
    await eventually(() => expect(texts(tab).at(-1)).toBe('three'));
  });

  it('goes on after a cut without repeating or losing a line', async () => {
    const at = (second: string, text: string) => `2026-11-21T12:00:${second}Z ${text}\n`;
    log = [
      stream(at('10.1', 'a'), at('10.2', 'b'), at('10.2', 'c')),
      stream(at('10.1', 'a'), at('10.2', 'b'), at('10.2', 'c'), at('10.2', 'd'), at('11', 'e')),
    ];
    const tab = await view(open({ tailLines: 10 }));
    await eventually(() => expect(texts(tab)).toEqual(['a', 'b', 'c']));
    streams[0]?.destroy();
    await eventually(() => expect(last(tab)?.state).toBe('reconnecting'));
    await eventually(() => expect(texts(tab)).toEqual(['a', 'b', 'c', 'd', 'e']));
    expect(asked()[1]?.get('sinceTime')).toBe('2026-11-21T12:00:10.2Z');
    expect(asked()[1]?.has('tailLines')).toBe(false);
    expect(last(tab)?.state).toBe('streaming');
  });

  it('ends with the container when it will not run again', async () => {
    log = [ended(stamped(10, 'bye'))];
    pod = (response) => json(response, 200, podThat({ terminated: { exitCode: 0 } }, { phase: 'Succeeded' }));
    const tab = await view();
    await eventually(() => expect(tab.frames.at(-1)).toEqual({ type: 'end' }));
    expect(texts(tab)).toEqual(['bye']);
    expect(last(tab)).toMatchObject({ source: 0, state: 'ended', because: 'exited', exit: { code: 0 } });
  });

  it.each([
    ['is gone', (response: ServerResponse) => response.destroy()],
    ['says 503', (response: ServerResponse) => status(response, 503, 'ServiceUnavailable', 'shutting down')],
  ])('is not said to have ended when the API server %s', async (_name, answer) => {
    log = [ended(stamped(10, 'x')), stream(stamped(10, 'x'), stamped(20, 'y'))];
    pod = (response) => void answer(response);
    const tab = await view();
    await eventually(() => expect(texts(tab)).toEqual(['x', 'y']), 1000);
    expect(tab.frames.filter(({ state }) => state === 'ended' || state === 'failed')).toEqual([]);
    expect(tab.frames.some(({ state }) => state === 'reconnecting')).toBe(true);
  });

  it('ends with the pod, and says so', async () => {
    log = [stream(stamped(10, 'x'))];
    const tab = await view();
    await eventually(() => expect(texts(tab)).toEqual(['x']));
    pod = (response) => status(response, 404, 'NotFound', 'pods "web" not found');
    streams[0]?.end();
    await eventually(() => expect(last(tab)).toMatchObject({ state: 'ended', because: 'gone' }));
  });

  it('waits for a container that restarts and reads on, without asking for the old log again and again', async () => {
    log = [ended(stamped(10, 'crash')), stream(stamped(10, 'crash'), stamped(20, 'again'))];
    pod = (response) => json(response, 200, podThat({ waiting: { reason: 'CrashLoopBackOff' } }));
    const tab = await view();
    await eventually(() =>
      expect(last(tab)).toMatchObject({ state: 'waiting', problem: { code: 'qd.log.container-waiting' } }),
    );
    await eventually(() => expect(api.requests.length).toBeGreaterThan(5), 1000);
    expect(asked()).toHaveLength(1);
    pod = (response) => json(response, 200, podThat({ running: {} }));
    await eventually(() => expect(texts(tab)).toEqual(['crash', 'again']), 1000);
  });

  it('asks again when the container was removed under the kubelet, and does not show its words as a line', async () => {
    const removed = ended('unable to retrieve container logs for containerd://27eb');
    log = [removed, removed, ended(stamped(10, 'boom'))];
    const tab = await view(open({ follow: false, instances: 'previous' }));
    await eventually(() => expect(tab.frames.at(-1)).toEqual({ type: 'end' }), 500);
    expect(texts(tab)).toEqual(['boom']);
  });

  it('gives up on a log that the node no longer keeps', async () => {
    log = [ended('unable to retrieve container logs for containerd://27eb')];
    const tab = await view(open({ follow: false, instances: 'previous' }));
    await eventually(() => expect(tab.frames.at(-1)).toEqual({ type: 'end' }), 2000);
    expect(last(tab)).toMatchObject({ state: 'failed', problem: { code: 'qd.log.no-previous' } });
    expect(texts(tab)).toEqual([]);
  });

  it('waits for a container that has not started', async () => {
    const waiting = 'container "main" in pod "web" is waiting to start: ContainerCreating';
    log = [(response) => status(response, 400, 'BadRequest', waiting), stream(stamped(10, 'up'))];
    const tab = await view();
    await eventually(() => expect(last(tab)).toMatchObject({ state: 'waiting' }));
    await eventually(() => expect(texts(tab)).toEqual(['up']));
  });

  it.each([
    {
      name: 'no earlier instance',
      code: 400,
      message: 'previous terminated container "main" in pod "web" not found',
      is: 'qd.log.no-previous',
    },
    { name: 'a pod that is not there', code: 404, message: 'pods "web" not found', is: 'qd.api.not-found' },
    { name: 'no right', code: 403, message: 'pods "web" is forbidden', is: 'qd.api.forbidden' },
    {
      name: 'a container that waits, without following',
      code: 400,
      message: 'container "main" in pod "web" is waiting to start: x',
      is: 'qd.log.container-waiting',
    },
  ])('fails with a reason: $name', async ({ code, message, is }) => {
    const reasons: Record<number, string> = { 400: 'BadRequest', 403: 'Forbidden', 404: 'NotFound' };
    log = [(response) => status(response, code, reasons[code] ?? '', message)];
    const tab = await view(open({ follow: false, instances: is === 'qd.log.no-previous' ? 'previous' : 'current' }));
    await eventually(() => expect(tab.frames.at(-1)).toEqual({ type: 'end' }));
    expect(last(tab)).toMatchObject({ state: 'failed', problem: { code: is } });
  });

  it('holds the API server back until the view has taken its lines', async () => {
    const line = `${'x'.repeat(200)}\n`;
    log = [
      (response) => {
        response.writeHead(200);
        const fill = (): void => {
          while (!response.destroyed && response.write(line.repeat(500)));
          response.once('drain', fill);
        };
        fill();
      },
    ];
    const tab = await view();
    const count = () => texts(tab).length;
    await eventually(() => expect(count()).toBeGreaterThanOrEqual(LOG_WINDOW_LINES));
    for (let i = 0; i < 20; i += 1) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const held = count();
    expect(held).toBeLessThan(LOG_WINDOW_LINES + 2000);
    expect(Math.max(...tab.frames.map(({ lines }) => lines?.length ?? 0))).toBeLessThanOrEqual(500);
    tab.send({ type: 'ack', lines: held });
    await eventually(() => expect(count()).toBeGreaterThan(held + LOG_WINDOW_LINES / 2));
  });

  it('merges several containers by time', async () => {
    api.answer = (_request, response, { target }) => {
      if (!target.includes('/log?')) pod(response);
      else if (target.includes('/pods/a/')) stream(stamped(10, 'a1'), stamped(30, 'a2'))(response);
      else stream(stamped(20, 'b1'), stamped(40, 'b2'))(response);
    };
    const tab = await view(open({ sources: [source('a'), source('b')] }));
    await vi.waitFor(() => expect(streams).toHaveLength(2));
    await eventually(() => expect(texts(tab)).toEqual(['a1', 'b1', 'a2', 'b2']));
  });
});

describe('while the slowest of many containers is waited for', () => {
  const [a, b] = [stream(stamped(10, 'a1'), stamped(30, 'a2')), stream(stamped(20, 'b1'))];
  let late: (() => void) | undefined;
  beforeEach(() => {
    late = undefined;
    api.answer = (_request, response, { target }) => {
      if (!target.includes('/log?')) pod(response);
      else if (target.includes('/pods/a/')) a(response);
      else late = () => b(response);
    };
  });
  const previews = (tab: Tab<Frame>) =>
    tab.frames.filter(({ type }) => type === 'preview').map(({ lines }) => lines?.map(([, , text]) => text));
  const sources = [source('a'), source('b')];

  it('a preview of the others is sent, and gives way to the lines in their order', async () => {
    const tab = await view(open({ sources, preview: true }));
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    await eventually(() => expect(previews(tab)[0]).toEqual(['a1', 'a2']), 10);
    const told = tab.frames.findIndex(({ type }) => type === 'source');
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(tab.frames.findIndex(({ type }) => type === 'preview'));
    await vi.waitFor(() => expect(late).toBeDefined());
    late?.();
    await eventually(() => expect(tab.frames.findLast(({ type }) => type === 'lines')?.lines).toBeDefined(), 1);
    const seen = previews(tab).length;
    await eventually(() => expect(texts(tab).filter((text) => text === 'b1').length).toBeGreaterThan(0));
    for (let turn = 0; turn < 20; turn += 1) clock.advance(50);
    expect(previews(tab)).toHaveLength(seen);
  });

  it('a preview that has not changed is not sent again', async () => {
    const silent = Array.from({ length: 19 }, (_, i) => source(`b${i}`));
    const tab = await view(open({ sources: [source('a'), ...silent], preview: true }));
    await eventually(() => expect(texts(tab)).toEqual(['a1', 'a2']));
    const seen = previews(tab).map(String);
    expect(seen.at(-1)).toBe('a1,a2');
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('none is looked for any more in a view that stays without lines', async () => {
    api.answer = (_request, response, { target }) => (target.includes('/log?') ? stream()(response) : pod(response));
    const timersOf = async (more: object) => {
      const [before, had] = [clock.pending, streams.length];
      await view(open({ sources, ...more }));
      await vi.waitFor(() => expect(streams).toHaveLength(had + 2));
      for (let turn = 0; turn < 100; turn += 1) {
        clock.advance(50);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return clock.pending - before;
    };
    expect(await timersOf({ preview: true })).toBe(await timersOf({}));
  });

  it.each([
    ['a view that did not ask for one', {}],
    ['a view that goes on', { preview: true, resume: { at: '2026-11-21T12:00:00Z', sources: [] } }],
  ])('%s gets none', async (_what, more) => {
    const tab = await view(open({ sources, ...more }));
    await eventually(() => expect(texts(tab)).toEqual(['a1', 'a2']));
    expect(previews(tab)).toEqual([]);
  });
});

describe('a log socket', () => {
  it.each([
    { name: 'a wrong CSRF value', first: open({ csrf: 'x' }), code: CLOSE.forbidden },
    { name: 'a path for a name', first: open({ sources: [source('..')] }), code: CLOSE.badFrame },
    { name: 'a slash in a name', first: open({ sources: [source('a/b')] }), code: CLOSE.badFrame },
    { name: 'no sources', first: open({ sources: [] }), code: CLOSE.badFrame },
  ])('is closed after $name', async ({ first, code }) => {
    const tab = await view(first);
    await vi.waitFor(() => expect(tab.closed).toBe(code));
    expect(api.requests).toHaveLength(0);
  });

  it('is closed with its session, and so is the log upstream', async () => {
    log = [stream(stamped(10, 'x'))];
    const tab = await view();
    await eventually(() => expect(texts(tab)).toEqual(['x']));
    const closed = new Promise((resolve) => streams[0]?.on('close', resolve));
    sessions.end(ada);
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.sessionEnded));
    await closed;
    expect(sessions.watchers(ada)).toBe(0);
  });

  it('takes no more than its share of containers, and says how many are not read', { timeout: 30_000 }, async () => {
    log = [stream()];
    const hundred = (letter: string) => Array.from({ length: 100 }, (_, i) => source(`${letter}${i}`));
    const tabs = await Promise.all([...'abcdef'].map((letter) => view(open({ sources: hundred(letter) }))));
    const refused = () => tabs.flatMap(({ frames }) => frames.filter(({ type }) => type === 'query'));
    await eventually(() => expect(refused()).toHaveLength(100));
    expect(refused()[0]).toMatchObject({ state: 'failed', notRead: 1, problem: { code: 'qd.log.too-many' } });
    for (const tab of tabs.slice(0, 5)) tab.ws.close();
    await vi.waitFor(() => expect(sessions.watchers(ada)).toBe(1));
    const again = await view(open({ sources: hundred('g') }));
    await eventually(() => expect(again.frames.some(({ type }) => type === 'opened')).toBe(true));
    expect(again.frames.filter(({ type }) => type === 'query')).toEqual([]);
  });

  it('asks every minute whether the person may still read, and ends what they may not', async () => {
    log = [stream(stamped(10, 'x'))];
    const tab = await view();
    await eventually(() => expect(texts(tab)).toEqual(['x']));
    const closed = new Promise((resolve) => streams[0]?.on('close', resolve));
    api.review = (response) => json(response, 201, { status: { allowed: false } });
    await eventually(() => expect(tab.frames.at(-1)).toEqual({ type: 'end' }), 1000);
    expect(last(tab)).toMatchObject({ state: 'failed', problem: { code: 'qd.api.forbidden' } });
    await closed;
  });

  it('takes no more than its share of views', async () => {
    log = [stream()];
    const tabs = await Promise.all(Array.from({ length: 25 }, () => view()));
    await vi.waitFor(() => expect(tabs.filter(({ closed }) => closed === CLOSE.tooMany)).toHaveLength(1));
    const refused = tabs.find(({ closed }) => closed !== undefined);
    expect(refused?.frames[0]).toMatchObject({ type: 'problem', problem: { code: 'qd.log.too-many' } });
  });
});
