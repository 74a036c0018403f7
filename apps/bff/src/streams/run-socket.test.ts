import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { RUN_WINDOW_BYTES, readRunOutput } from '@quarterdeck/shared/run-protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { HandEndedSessions, type SocketServer, serveSockets, sessionOf, Tab } from '../test/socket-bench.ts';
import { fakeCluster } from '../test/test-server.ts';
import { MAX_OUTPUT_BYTES, RUNS_TOGETHER } from './command-run.ts';
import { createRunSocket, type RunSocket } from './run-socket.ts';

interface Frame {
  readonly type: string;
  readonly target?: number;
  readonly code?: number | null;
  readonly problem?: { readonly code: string; readonly params?: Readonly<Record<string, unknown>> };
}

/** The kubelet's end of one command. */
class Kubelet {
  readonly ws: WebSocket;
  readonly query: URLSearchParams;
  readonly pod: string;
  closed = false;

  constructor(ws: WebSocket, url: string) {
    const { searchParams, pathname } = new URL(url, 'http://x');
    this.ws = ws;
    this.query = searchParams;
    this.pod = pathname.split('/')[6] ?? '';
    ws.on('close', () => {
      this.closed = true;
    });
  }

  print(text: string | Buffer, channel = 1): void {
    this.ws.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
  }

  end(answer: object): void {
    this.ws.send(Buffer.concat([Buffer.from([3]), Buffer.from(JSON.stringify(answer))]));
    this.ws.close(1000);
  }
}

const success = { status: 'Success' };
const exitCode = (code: number) => ({
  status: 'Failure',
  reason: 'NonZeroExitCode',
  message: `command terminated with non-zero exit code: exit code ${code}`,
  details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
});

const ada = sessionOf('ada');
const at = (pod: string) => ({ namespace: 'ns', pod, container: 'main' });
const open = (more: object = {}) => ({
  type: 'open',
  csrf: ada.csrf,
  command: ['sh', '-c', 'echo "$(hostname)" > /x'],
  targets: [at('web-0')],
  timeoutSeconds: 30,
  ...more,
});

let api: FakeApiServer;
let upstream: UpstreamCluster;
let clock: FakeClock;
let sessions: HandEndedSessions;
let runs: RunSocket;
let server: SocketServer;
let kubelets: Kubelet[];
let behave: (kubelet: Kubelet) => void;
let allowed: boolean;

beforeEach(async () => {
  api = await FakeApiServer.start();
  api.users.set('token-of-ada', 'ada');
  allowed = true;
  api.review = (response) => json(response, 201, { kind: 'SelfSubjectAccessReview', status: { allowed } });
  kubelets = [];
  behave = () => {};
  const exec = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered].at(-1) ?? false });
  api.upgrade = (request, socket, head) => {
    exec.handleUpgrade(request, socket, head, (ws) => {
      const kubelet = new Kubelet(ws, request.url ?? '');
      kubelets.push(kubelet);
      behave(kubelet);
    });
  };
  upstream = new UpstreamCluster(fakeCluster(api), 'test');
  clock = new FakeClock();
  sessions = new HandEndedSessions();
  runs = createRunSocket({
    clusters: new Map([['fake', upstream]]),
    sessions,
    log: pino({ level: 'silent' }),
    clock,
  });
  server = await serveSockets((ws) => runs.handle(ws, ada));
});

afterEach(async () => {
  runs.close();
  await server.close();
  await upstream.close();
  await api.close();
});

/** A page: its frames, and what came from each target on each stream. */
async function page(first: object | null = open()) {
  const tab = await Tab.open<Frame>(server.url, null);
  const out = new Map<string, string>();
  let taken = 0;
  tab.ws.on('message', (data: Buffer, isBinary) => {
    const output = isBinary ? readRunOutput(data) : undefined;
    if (output === undefined) return;
    const key = `${output.target} ${output.stream}`;
    out.set(key, (out.get(key) ?? '') + Buffer.from(output.bytes).toString('latin1'));
    taken += output.bytes.length;
  });
  if (first !== null) tab.send(first);
  return { tab, out, taken: () => taken, ack: () => tab.send({ type: 'ack', bytes: taken }) };
}

const until = (check: () => void) => vi.waitFor(check, { interval: 2, timeout: 5000 });
const ended = (tab: Tab<Frame>) => until(() => expect(tab.frames.at(-1)?.type).toBe('end'));
const last = (tab: Tab<Frame>, target = 0) =>
  tab.frames.findLast((frame) => frame.target === target && frame.type !== 'started');

describe('a command without a terminal (TUT-30, OPS-126, CTL-31)', () => {
  it('passes argv as it was typed, keeps stdout and stderr apart, and tells the exit code', async () => {
    behave = (kubelet) => {
      kubelet.print('out\xff', 1);
      kubelet.print('err', 2);
      kubelet.print(Buffer.from([0, 0xff]), 1);
      kubelet.end(exitCode(3));
    };
    const { tab, out } = await page();
    await ended(tab);
    expect(tab.frames.map(({ type }) => type)).toEqual(['started', 'ended', 'end']);
    expect(last(tab)).toMatchObject({ code: 3 });
    expect(out.get('0 stdout')).toBe(`${Buffer.from('out\xff').toString('latin1')}\0\xff`);
    expect(out.get('0 stderr')).toBe('err');
    const [kubelet] = kubelets;
    expect(kubelet?.query.getAll('command')).toEqual(['sh', '-c', 'echo "$(hostname)" > /x']);
    expect(kubelet?.query.get('tty')).toBe('false');
    expect(kubelet?.query.get('stdin')).toBe('false');
  });

  it('runs in several pods, a few at a time, each with its own end', async () => {
    const targets = Array.from({ length: RUNS_TOGETHER + 3 }, (_, index) => at(`web-${index}`));
    const { tab, out } = await page(open({ targets }));
    await until(() => expect(kubelets).toHaveLength(RUNS_TOGETHER));
    for (const kubelet of kubelets) {
      kubelet.print(kubelet.pod);
      kubelet.end(success);
    }
    await until(() => expect(kubelets).toHaveLength(targets.length));
    for (const kubelet of kubelets.slice(RUNS_TOGETHER)) {
      kubelet.print(kubelet.pod);
      kubelet.end(exitCode(1));
    }
    await ended(tab);
    for (const [index, { pod }] of targets.entries()) {
      expect(out.get(`${index} stdout`)).toBe(pod);
      expect(last(tab, index)).toMatchObject({ type: 'ended', code: index < RUNS_TOGETHER ? 0 : 1 });
    }
  });

  it('is stopped: one target, or all and what has not begun', async () => {
    const targets = Array.from({ length: RUNS_TOGETHER + 1 }, (_, index) => at(`web-${index}`));
    const { tab } = await page(open({ targets }));
    await until(() => expect(kubelets).toHaveLength(RUNS_TOGETHER));
    tab.send({ type: 'stop', target: 2 });
    await until(() => expect(last(tab, 2)).toMatchObject({ type: 'stopped' }));
    await until(() => expect(kubelets).toHaveLength(RUNS_TOGETHER + 1));
    tab.send({ type: 'stop' });
    await ended(tab);
    expect(tab.frames.filter(({ type }) => type === 'stopped')).toHaveLength(targets.length);
    await until(() => expect(kubelets.every(({ closed }) => closed)).toBe(true));
  });

  it.each([
    [
      'a runtime that says it on the error channel',
      undefined,
      { status: 'Failure', message: 'exec: "nosuch": executable file not found in $PATH' },
      'qd.run.command-missing',
    ],
    [
      'the old dockershim',
      'OCI runtime exec failed: exec failed: exec: "nosuch": executable file not found in $PATH',
      exitCode(126),
      'qd.run.command-missing',
    ],
    ['a shell that did not find its program', undefined, exitCode(127), undefined],
  ])('a command that is not there: %s', async (_name, text, answer, code) => {
    behave = (kubelet) => {
      if (text !== undefined) kubelet.print(text);
      kubelet.end(answer);
    };
    const { tab } = await page(open({ command: ['nosuch'] }));
    await ended(tab);
    if (code === undefined) expect(last(tab)).toMatchObject({ type: 'ended', code: 127 });
    else expect(last(tab)?.problem).toMatchObject({ code, params: { command: 'nosuch', pod: 'web-0' } });
  });

  it('a connection that is cut in the middle is no success', async () => {
    behave = (kubelet) => {
      kubelet.print('half a li');
      setImmediate(() => kubelet.ws.terminate());
    };
    const { tab, out } = await page();
    await ended(tab);
    expect(last(tab)).toMatchObject({ type: 'failed', problem: { code: 'qd.run.lost' } });
    expect(out.get('0 stdout')).toBe('half a li');
  });

  it('a container that is gone fails alone', async () => {
    const upgrade = api.upgrade;
    api.upgrade = (request, socket, head) => {
      if (!request.url?.includes('web-0')) return upgrade?.(request, socket, head);
      const body = JSON.stringify({
        kind: 'Status',
        status: 'Failure',
        code: 500,
        reason: 'InternalError',
        message: 'container not found ("main")',
      });
      socket.end(
        `HTTP/1.1 500 x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
    };
    behave = (kubelet) => kubelet.end(success);
    const { tab } = await page(open({ targets: [at('web-0'), at('web-1')] }));
    await ended(tab);
    expect(last(tab, 0)?.problem?.code).toBe('qd.terminal.container-not-running');
    expect(last(tab, 1)).toMatchObject({ type: 'ended', code: 0 });
  });

  it('a command that takes too long is broken off', async () => {
    const { tab } = await page(open({ timeoutSeconds: 5 }));
    await until(() => expect(tab.frames).toHaveLength(1));
    clock.advance(5000);
    await ended(tab);
    expect(last(tab)?.problem).toMatchObject({ code: 'qd.run.timeout', params: { seconds: 5 } });
    await until(() => expect(kubelets[0]?.closed).toBe(true));
  });

  it('a flood is cut at its limit, and what came before is kept', async () => {
    behave = (kubelet) => {
      for (let sent = 0; sent < MAX_OUTPUT_BYTES + 200_000; sent += 100_000) kubelet.print(Buffer.alloc(100_000, 'y'));
    };
    const { tab, out, ack } = await page();
    tab.ws.on('message', (_data, isBinary) => isBinary && ack());
    await ended(tab);
    expect(last(tab)?.problem?.code).toBe('qd.run.too-much-output');
    expect(out.get('0 stdout')).toHaveLength(MAX_OUTPUT_BYTES);
  });

  it('a page that does not read holds the container back', async () => {
    behave = (kubelet) => {
      for (let sent = 0; sent < 40; sent += 1) kubelet.print(Buffer.alloc(50_000, 'y'));
      kubelet.end(success);
    };
    const { tab, taken, ack } = await page();
    await until(() => expect(taken()).toBeGreaterThan(RUN_WINDOW_BYTES));
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken()).toBeLessThan(RUN_WINDOW_BYTES + 200_000);
    tab.ws.on('message', (_data, isBinary) => isBinary && ack());
    ack();
    await ended(tab);
    expect(taken()).toBe(2_000_000);
  });
});

/** Fifteen seconds in which the page answers its pings. */
async function beat({ ws }: Tab<Frame>): Promise<void> {
  clock.advance(15_000);
  if (ws.readyState !== ws.OPEN) return;
  await new Promise<void>((resolve) => {
    ws.once('pong', () => resolve());
    if (ws.listenerCount('close') < 3) ws.on('close', () => ws.emit('pong', Buffer.alloc(0)));
    ws.ping();
  });
}

describe('who may', () => {
  it('asks for create on pods/exec first, and again every minute', async () => {
    allowed = false;
    const refused = await page();
    await ended(refused.tab);
    expect(last(refused.tab)?.problem).toMatchObject({ code: 'qd.api.forbidden', params: { resource: 'pods/exec' } });
    expect(kubelets).toHaveLength(0);

    allowed = true;
    const { tab } = await page(open({ timeoutSeconds: 600 }));
    await until(() => expect(last(tab) ?? tab.frames[0]).toMatchObject({ type: 'started' }));
    const asked = () => api.requests.filter(({ target }) => target.endsWith('reviews')).length;
    const before = asked();
    const passes = async (check: () => void) =>
      vi.waitFor(
        async () => {
          await beat(tab);
          check();
        },
        { interval: 2, timeout: 5000 },
      );
    await passes(() => expect(asked()).toBeGreaterThan(before));
    allowed = false;
    await passes(() => expect(tab.frames.at(-1)?.type).toBe('end'));
    await ended(tab);
    expect(last(tab)?.problem?.code).toBe('qd.api.forbidden');
    await until(() => expect(kubelets.at(-1)?.closed).toBe(true));
  });

  it('ends with the session, and with the page', async () => {
    const first = await page();
    await until(() => expect(kubelets).toHaveLength(1));
    sessions.end(ada);
    await until(() => expect(first.tab.closed).toBe(CLOSE.sessionEnded));
    expect(kubelets[0]?.closed).toBe(true);

    const second = await page();
    await until(() => expect(kubelets).toHaveLength(2));
    second.tab.ws.terminate();
    await until(() => expect(kubelets[1]?.closed).toBe(true));
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['a wrong csrf value', open({ csrf: 'csrf-of-bob' }), CLOSE.forbidden],
    ['no command', open({ command: [] }), CLOSE.badFrame],
    ['an empty program', open({ command: ['', 'x'] }), CLOSE.badFrame],
    ['too long a command', open({ command: ['sh', 'x'.repeat(20_000), 'y'.repeat(20_000)] }), CLOSE.badFrame],
    ['no targets', open({ targets: [] }), CLOSE.badFrame],
    ['too many targets', open({ targets: Array.from({ length: 201 }, () => at('x')) }), CLOSE.badFrame],
    ['no time limit', open({ timeoutSeconds: 0 }), CLOSE.badFrame],
    ['a time limit without end', open({ timeoutSeconds: 1e9 }), CLOSE.badFrame],
    ['something else first', { type: 'stop' }, CLOSE.forbidden],
    ['no frame of ours', { type: 'exec' }, CLOSE.badFrame],
  ])('refuses %s', async (_name, first, code) => {
    const { tab } = await page(first);
    await until(() => expect(tab.closed).toBe(code));
    expect(kubelets).toHaveLength(0);
  });

  it.each(['../secrets', 'web-0/exec?x', '..', 'web%2f0', 'WEB'])('refuses %s as a name', async (pod) => {
    const { tab } = await page(open({ targets: [at('web-1'), at(pod)] }));
    await until(() => expect(tab.frames[0]?.problem?.code).toBe('qd.request.invalid'));
    expect(api.requests).toHaveLength(0);
  });

  it('a page that says nothing is put out, and one that runs very much is held', async () => {
    const { tab } = await page(null);
    clock.advance(5000);
    await until(() => expect(tab.closed).toBe(CLOSE.forbidden));
    for (let count = 0; count < 6; count += 1) await page();
    await until(() => expect(kubelets).toHaveLength(6));
    const { tab: seventh } = await page();
    await until(() => expect(seventh.closed).toBe(CLOSE.tooMany));
  });

  it('an API server that answers with nothing of use', async () => {
    api.review = (response) => status(response, 500, 'InternalError', 'no');
    api.upgrade = undefined;
    const { tab } = await page();
    await ended(tab);
    expect(last(tab)).toMatchObject({ type: 'failed' });
  });
});
