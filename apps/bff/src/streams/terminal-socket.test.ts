import { once } from 'node:events';
import { hostname } from 'node:os';
import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { TERMINAL_WINDOW_BYTES } from '@quarterdeck/shared/stream-protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { FakeApiServer, json } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { HandEndedSessions, type SocketServer, serveSockets, sessionOf, Tab } from '../test/socket-bench.ts';
import { fakeCluster } from '../test/test-server.ts';
import { servingPlace } from './serving-place.ts';
import { createTerminalSocket, type TerminalSocket } from './terminal-socket.ts';

interface Frame {
  readonly type: string;
  readonly session?: string;
  readonly command?: readonly string[];
  readonly offset?: number;
  readonly code?: number | null;
  readonly problem?: { readonly code: string; readonly params?: Readonly<Record<string, unknown>> };
}

/** The kubelet's end of one exec. */
class Kubelet {
  readonly ws: WebSocket;
  readonly query: URLSearchParams;
  readonly stdin: string[] = [];
  readonly sizes: string[] = [];
  closed = false;

  constructor(ws: WebSocket, query: URLSearchParams) {
    this.ws = ws;
    this.query = query;
    ws.on('message', (data: Buffer) => {
      if (data[0] === 0) this.stdin.push(data.subarray(1).toString());
      if (data[0] === 4) this.sizes.push(data.subarray(1).toString());
    });
    ws.on('close', () => {
      this.closed = true;
    });
  }

  get command(): string[] {
    return this.query.getAll('command');
  }

  print(text: string | Buffer): void {
    this.ws.send(Buffer.concat([Buffer.from([1]), Buffer.from(text)]));
  }

  end(status: object): void {
    this.ws.send(Buffer.concat([Buffer.from([3]), Buffer.from(JSON.stringify(status))]));
    this.ws.close(1000);
  }
}

const exitCode = (code: number) => ({
  status: 'Failure',
  reason: 'NonZeroExitCode',
  message: `exit code ${code}`,
  details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
});
const notFound = { status: 'Failure', message: 'exec: "bash": executable file not found in $PATH', code: 500 };

const ada = sessionOf('ada');
const bob = sessionOf('bob');
const open = (more: object = {}) => ({
  type: 'open',
  csrf: ada.csrf,
  namespace: 'ns',
  pod: 'web',
  container: 'main',
  command: null,
  cols: 80,
  rows: 24,
  ...more,
});

let api: FakeApiServer;
let upstream: UpstreamCluster;
let clock: FakeClock;
let sessions: HandEndedSessions;
let terminals: TerminalSocket;
let server: SocketServer;
let kubelets: Kubelet[];
/** what the kubelet does with an exec */
let behave: (kubelet: Kubelet) => void;
let allowed: boolean;

beforeEach(async () => {
  api = await FakeApiServer.start();
  api.users.set('token-of-ada', 'ada').set('token-of-bob', 'bob');
  allowed = true;
  api.review = (response) => json(response, 201, { kind: 'SelfSubjectAccessReview', status: { allowed } });
  kubelets = [];
  behave = (kubelet) => kubelet.print('$ ');
  const exec = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered].at(-1) ?? false });
  api.upgrade = (request, socket, head) => {
    exec.handleUpgrade(request, socket, head, (ws) => {
      const kubelet = new Kubelet(ws, new URL(request.url ?? '', 'http://x').searchParams);
      kubelets.push(kubelet);
      behave(kubelet);
    });
  };
  upstream = new UpstreamCluster(fakeCluster(api), 'test');
  clock = new FakeClock();
  sessions = new HandEndedSessions();
  const clusters = new Map([['fake', upstream]]);
  terminals = createTerminalSocket({ clusters, sessions, log: pino({ level: 'silent' }), clock });
  server = await serveSockets((ws, path) => terminals.handle(ws, path === '/bob' ? bob : ada));
});

afterEach(async () => {
  terminals.close();
  await server.close();
  await upstream.close();
  await api.close();
});

const view = (first: object | null = open(), who = 'ada') => Tab.open<Frame>(`${server.url}/${who}`, first);
const frame = (tab: Tab<Frame>, type: string) =>
  vi.waitFor(
    () => {
      const found = tab.frames.findLast((each) => each.type === type);
      expect(found).toBeDefined();
      return found as Frame;
    },
    { interval: 2 },
  );
const shows = (tab: Tab<Frame>, text: string) =>
  vi.waitFor(() => expect(tab.output.toString()).toBe(text), { interval: 2 });
const attach = (session: string | undefined, offset: number, more: object = {}) => ({
  type: 'attach',
  csrf: ada.csrf,
  session,
  offset,
  cols: 100,
  rows: 30,
  ...more,
});

describe('a terminal', () => {
  it('opens bash with a TTY of the right size, and passes bytes both ways', async () => {
    const tab = await view();
    expect(await frame(tab, 'opened')).toMatchObject({ command: ['bash'], offset: 0 });
    await shows(tab, '$ ');
    const [kubelet] = kubelets;
    expect(api.requests.at(-1)?.target).toMatch(/^\/api\/v1\/namespaces\/ns\/pods\/web\/exec\?/);
    expect(Object.fromEntries(kubelet?.query ?? [])).toEqual({
      container: 'main',
      stdin: 'true',
      stdout: 'true',
      stderr: 'false',
      tty: 'true',
      command: 'bash',
    });
    expect(api.requests.at(-1)?.headers['authorization']).toBe('Bearer token-of-ada');
    tab.ws.send(Buffer.from('écho\n'));
    tab.send({ type: 'resize', cols: 132, rows: 43 });
    await vi.waitFor(() => expect(kubelet?.stdin).toEqual(['écho\n']));
    await vi.waitFor(() => expect(kubelet?.sizes).toEqual(['{"Width":80,"Height":24}', '{"Width":132,"Height":43}']));
    const half = Buffer.from('é');
    kubelet?.print(half.subarray(0, 1));
    kubelet?.print(half.subarray(1));
    await shows(tab, '$ é');
  });

  it('tries sh where there is no bash', async () => {
    behave = (kubelet) => (kubelet.command[0] === 'bash' ? kubelet.end(notFound) : kubelet.print('# '));
    const tab = await view();
    expect((await frame(tab, 'opened')).command).toEqual(['sh']);
    await shows(tab, '# ');
  });

  it('says that there is no shell', async () => {
    behave = (kubelet) => kubelet.end(notFound);
    const tab = await view();
    expect((await frame(tab, 'problem')).problem).toMatchObject({
      code: 'qd.terminal.no-shell',
      params: { container: 'main', commands: 'bash, sh, ash, powershell, cmd' },
    });
    await vi.waitFor(() => expect(tab.closed).toBe(1000));
  });

  it('does not show the words of a runtime that could not start bash', async () => {
    behave = (kubelet) => {
      if (kubelet.command[0] === 'sh') kubelet.print('# ');
      else {
        kubelet.print('OCI runtime exec failed: exec failed: "bash": executable file not found\r\n');
        kubelet.end(exitCode(126));
      }
    };
    const tab = await view();
    await frame(tab, 'opened');
    await shows(tab, '# ');
  });

  it('counts a command without a word as started after a while', async () => {
    behave = () => {};
    const tab = await view(open({ command: ['cat'] }));
    await vi.waitFor(() => expect(kubelets).toHaveLength(1));
    expect(tab.frames).toEqual([]);
    await vi.waitFor(() => {
      clock.advance(1500);
      expect(tab.frames[0]).toMatchObject({ type: 'opened', command: ['cat'] });
    });
  });

  it('tells the exit code behind the last output', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    kubelets[0]?.print('x'.repeat(TERMINAL_WINDOW_BYTES + 100_000 - 2));
    kubelets[0]?.end(exitCode(137));
    // nothing is acknowledged: at the end, what is left comes all the same
    await vi.waitFor(() => expect(tab.received).toBeGreaterThanOrEqual(TERMINAL_WINDOW_BYTES));
    tab.send({ type: 'ack', bytes: tab.received });
    expect(await frame(tab, 'exited')).toMatchObject({ code: 137 });
    await vi.waitFor(() => expect(tab.closed).toBe(1000));
    expect(tab.received).toBe(TERMINAL_WINDOW_BYTES + 100_000);
  });

  it('says when the connection to the container is lost', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    kubelets[0]?.ws.terminate();
    expect((await frame(tab, 'problem')).problem?.code).toBe('qd.terminal.lost');
  });

  it('holds the container back while its output is not drawn', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    const chunk = Buffer.alloc(64 * 1024, 'y');
    const kubelet = kubelets[0] as Kubelet;
    for (let i = 0; i < 150; i += 1) kubelet.print(chunk);
    await vi.waitFor(() => expect(tab.received).toBe(TERMINAL_WINDOW_BYTES));
    // drawn bit by bit, everything arrives, without a gap
    await vi.waitFor(
      () => {
        tab.send({ type: 'ack', bytes: tab.received });
        expect(tab.received).toBe(150 * chunk.length + 2);
      },
      { timeout: 5000, interval: 2 },
    );
    expect(tab.frames.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });

  it('reads a flood off when the person breaks it off, and goes on at its end', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    const kubelet = kubelets[0] as Kubelet;
    const lines = Buffer.from('0123456\n'.repeat(8 * 1024));
    for (let i = 0; i < 150; i += 1) kubelet.print(lines);
    await vi.waitFor(() => expect(tab.received).toBe(TERMINAL_WINDOW_BYTES));
    tab.ws.send(Buffer.from([3]));
    await vi.waitFor(() => expect(kubelet.stdin).toContain('\x03'));
    // Nothing of what waited is acknowledged, yet all of it is read: a pong comes behind it.
    kubelet.print('^C$ ');
    const read = once(kubelet.ws, 'pong');
    kubelet.ws.ping();
    await read;
    clock.advance(100);
    tab.send({ type: 'ack', bytes: tab.received });
    await vi.waitFor(() => expect(tab.output.toString()).toMatch(/\n\^C\$ $/));
    expect(tab.received).toBeLessThan(TERMINAL_WINDOW_BYTES + 64 * 1024);
    const resumed = tab.frames.filter(({ type }) => type === 'opened');
    expect(resumed).toHaveLength(2);
    expect(resumed[1]?.offset).toBeGreaterThan(TERMINAL_WINDOW_BYTES);
  });

  it('reads off what is still on its way when the viewer has drawn everything', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    const kubelet = kubelets[0] as Kubelet;
    const lines = Buffer.from('0123456\n'.repeat(8 * 1024));
    for (let i = 0; i < 150; i += 1) kubelet.print(lines);
    await vi.waitFor(() => expect(tab.received).toBe(TERMINAL_WINDOW_BYTES));
    await vi.waitFor(
      () => {
        tab.send({ type: 'ack', bytes: tab.received });
        expect(tab.received).toBe(150 * lines.length + 2);
      },
      { timeout: 5000, interval: 2 },
    );
    tab.ws.send(Buffer.from([3]));
    await vi.waitFor(() => expect(kubelet.stdin).toContain('\x03'));
    const before = tab.received;
    for (let i = 0; i < 20; i += 1) kubelet.print(lines);
    kubelet.print('^C$ ');
    const read = once(kubelet.ws, 'pong');
    kubelet.ws.ping();
    await read;
    expect(tab.received).toBe(before);
    clock.advance(20);
    await vi.waitFor(() => expect(tab.output.toString()).toMatch(/\n\^C\$ $/));
    expect(tab.received - before).toBeLessThan(lines.length);
  });

  it('leaves out nothing, and holds up nobody for long, when a key comes after a flood that was drawn', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    const kubelet = kubelets[0] as Kubelet;
    const lines = Buffer.from('0123456\n'.repeat(8 * 1024));
    for (let i = 0; i < 150; i += 1) kubelet.print(lines);
    await vi.waitFor(() => expect(tab.received).toBe(TERMINAL_WINDOW_BYTES));
    const flood = 150 * lines.length + 2;
    await vi.waitFor(
      () => {
        tab.send({ type: 'ack', bytes: tab.received });
        expect(tab.received).toBe(flood);
      },
      { timeout: 5000, interval: 2 },
    );
    tab.ws.send(Buffer.from([3]));
    await vi.waitFor(() => expect(kubelet.stdin).toContain('\x03'));
    // a program that has taken the key for its own, and never is quiet
    const step = 'a line\n'.repeat(10);
    for (let ms = 0; ms < 500; ms += 100) {
      kubelet.print(step);
      const read = once(kubelet.ws, 'pong');
      kubelet.ws.ping();
      await read;
      expect(tab.received).toBe(flood);
      clock.advance(100);
    }
    await vi.waitFor(() => expect(tab.received).toBe(flood + 5 * step.length));
    expect(tab.output.toString()).toMatch(/0123456\n(?:a line\n){50}$/);
    expect(tab.frames.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });

  it('leaves nothing out of what is short, whatever is typed', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    const kubelet = kubelets[0] as Kubelet;
    kubelet.print('text\n'.repeat(2000));
    tab.ws.send(Buffer.from([3]));
    await vi.waitFor(() => expect(kubelet.stdin).toContain('\x03'));
    kubelet.print('^C$ ');
    await vi.waitFor(() => expect(tab.output.toString()).toBe(`$ ${'text\n'.repeat(2000)}^C$ `));
    expect(tab.frames.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });
});

describe('a terminal that was left', () => {
  it('replays from where the browser was, at its new size', async () => {
    const first = await view();
    const { session } = await frame(first, 'opened');
    first.ws.terminate();
    await vi.waitFor(() => expect(sessions.watchers(ada)).toBe(1));
    kubelets[0]?.print('later');
    const again = await view(attach(session, 1));
    expect(await frame(again, 'opened')).toMatchObject({ session, offset: 1 });
    await shows(again, ' later');
    await vi.waitFor(() => expect(kubelets[0]?.sizes.at(-1)).toBe('{"Width":100,"Height":30}'));
  });

  it('says where it goes on when older output is gone', async () => {
    const first = await view();
    const { session } = await frame(first, 'opened');
    first.ws.terminate();
    await vi.waitFor(() => expect(sessions.watchers(ada)).toBe(1));
    kubelets[0]?.print('z'.repeat(1200 * 1024));
    kubelets[0]?.print('end');
    await vi.waitFor(async () => {
      const again = await view(attach(session, 0));
      await frame(again, 'opened');
      expect(again.frames[0]?.offset).toBe(2 + 1200 * 1024 + 3 - 1024 * 1024);
      again.ws.terminate();
    });
  });

  it('ends after a minute without a viewer', async () => {
    const tab = await view();
    const { session } = await frame(tab, 'opened');
    tab.ws.terminate();
    await vi.waitFor(() => expect(sessions.watchers(ada)).toBe(1));
    clock.advance(59_000);
    expect(kubelets[0]?.closed).toBe(false);
    clock.advance(1000);
    await vi.waitFor(() => expect(kubelets[0]?.closed).toBe(true));
    const late = await view(attach(session, 0));
    expect((await frame(late, 'problem')).problem?.code).toBe('qd.terminal.session-unknown');
    await vi.waitFor(() => expect(sessions.watchers(ada)).toBe(0));
  });

  it('keeps its exit code for whoever comes back', async () => {
    const tab = await view();
    const { session } = await frame(tab, 'opened');
    tab.ws.terminate();
    await vi.waitFor(() => expect(sessions.watchers(ada)).toBe(1));
    kubelets[0]?.end(exitCode(3));
    await vi.waitFor(() => expect(kubelets[0]?.closed).toBe(true));
    const again = await view(attach(session, 0));
    expect(await frame(again, 'exited')).toMatchObject({ code: 3 });
    expect(again.output.toString()).toBe('$ ');
  });

  it('is nobody else’s', async () => {
    const tab = await view();
    const { session } = await frame(tab, 'opened');
    const other = await view(attach(session, 0, { csrf: bob.csrf }), 'bob');
    expect((await frame(other, 'problem')).problem?.code).toBe('qd.terminal.session-unknown');
    expect(other.received).toBe(0);
  });

  it('collects no endless output that begins like the runtime’s words', async () => {
    behave = (kubelet) => {
      kubelet.print('OCI runtime exec failed');
      for (let i = 0; i < 20; i += 1) kubelet.print('x'.repeat(8192));
    };
    const tab = await view();
    // the clock stands still: it is not the time that starts it
    await frame(tab, 'opened');
  });

  it('may be looked at from two windows', async () => {
    const one = await view();
    const { session } = await frame(one, 'opened');
    const two = await view(attach(session, 0));
    await shows(two, '$ ');
    kubelets[0]?.print('both');
    await Promise.all([shows(one, '$ both'), shows(two, '$ both')]);
    two.send({ type: 'end' });
    await Promise.all([frame(one, 'exited'), frame(two, 'exited')]);
    await vi.waitFor(() => expect(kubelets[0]?.closed).toBe(true));
  });
});

describe('attach', () => {
  const pod = (container: object) => {
    api.answer = (_request, response) =>
      json(response, 200, { spec: { containers: [{ name: 'main', ...container }] } });
  };

  it('connects to the main process as it is: no terminal, no input', async () => {
    pod({});
    behave = () => {};
    const tab = await view(open({ mode: 'attach' }));
    // at once: a quiet process has started long ago
    expect(await frame(tab, 'opened')).toMatchObject({ mode: 'attach', command: [], tty: false, stdin: false });
    expect(api.requests.at(-1)?.target).toMatch(/^\/api\/v1\/namespaces\/ns\/pods\/web\/attach\?/);
    expect(Object.fromEntries(kubelets[0]?.query ?? [])).toEqual({
      container: 'main',
      stdin: 'false',
      stdout: 'true',
      stderr: 'true',
      tty: 'false',
    });
    tab.ws.send(Buffer.from('nobody reads this'));
    kubelets[0]?.print('line\n');
    kubelets[0]?.ws.send(Buffer.concat([Buffer.from([2]), Buffer.from('fault\n')]));
    await shows(tab, 'line\nfault\n');
    expect(kubelets[0]?.stdin).toEqual([]);
    expect(kubelets[0]?.sizes).toEqual([]);
  });

  it('uses the terminal of a process that has one', async () => {
    pod({ tty: true, stdin: true });
    const tab = await view(open({ mode: 'attach' }));
    expect(await frame(tab, 'opened')).toMatchObject({ tty: true, stdin: true });
    tab.ws.send(Buffer.from('q'));
    await vi.waitFor(() => expect(kubelets[0]?.stdin).toEqual(['q']));
    // a change, so that a shell that waits prints its prompt again
    expect(kubelets[0]?.sizes).toEqual(['{"Width":80,"Height":23}', '{"Width":80,"Height":24}']);
  });

  it('to a process that was too quick shows its log and its exit code', async () => {
    api.answer = (_request, response, { target }) => {
      if (target.includes('/log?')) response.end('done in no time\n');
      else
        json(response, 200, {
          status: { phase: 'Failed', containerStatuses: [{ name: 'main', state: { terminated: { exitCode: 4 } } }] },
        });
    };
    api.upgrade = (_request, socket) =>
      socket.end(
        'HTTP/1.1 500 X\r\nContent-Type: text/plain\r\nContent-Length: 28\r\n\r\ncontainer not found ("main")',
      );
    const tab = await view(open({ mode: 'attach', wait: true }));
    expect(await frame(tab, 'opened')).toMatchObject({ tty: false, stdin: false });
    expect(await frame(tab, 'exited')).toMatchObject({ code: 4 });
    expect(tab.output.toString()).toBe('done in no time\n');
  });

  it('asks for its own right', async () => {
    allowed = false;
    const tab = await view(open({ mode: 'attach' }));
    expect((await frame(tab, 'problem')).problem?.params).toMatchObject({ resource: 'pods/attach' });
    expect(JSON.parse(api.requests[0]?.body ?? '')).toMatchObject({
      spec: { resourceAttributes: { verb: 'create', resource: 'pods', subresource: 'attach' } },
    });
  });
});

describe('a container that has not started', () => {
  const state = (status: object) => {
    api.answer = (_request, response) =>
      json(response, 200, { spec: {}, status: { containerStatuses: [{ name: 'main', state: status }] } });
  };
  const refuseUpgrades = () => {
    const open = api.upgrade;
    api.upgrade = (_request, socket) =>
      socket.end(
        'HTTP/1.1 500 X\r\nContent-Type: text/plain\r\nContent-Length: 28\r\n\r\ncontainer not found ("main")',
      );
    return () => {
      api.upgrade = open;
    };
  };

  it('is waited for where that is asked, with the reason', async () => {
    state({ waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' } });
    const start = refuseUpgrades();
    const tab = await view(open({ wait: true }));
    expect((await frame(tab, 'waiting')).problem).toMatchObject({
      params: { reason: 'ImagePullBackOff' },
      detail: 'Back-off pulling image "x"',
    });
    start();
    state({ running: {} });
    await vi.waitFor(() => {
      clock.advance(1000);
      expect(tab.frames.at(-1)?.type).toBe('opened');
    });
    expect(tab.frames.filter(({ type }) => type === 'waiting')).toHaveLength(1);
  });

  it('is not waited for when it never will run', async () => {
    state({ terminated: { exitCode: 0 } });
    api.answer = (_request, response) => json(response, 200, { status: { phase: 'Succeeded' } });
    refuseUpgrades();
    const tab = await view(open({ wait: true }));
    expect((await frame(tab, 'problem')).problem?.code).toBe('qd.terminal.container-not-running');
  });
});

describe('an idle terminal', () => {
  it('is warned of, goes on when something is typed, and ends otherwise', async () => {
    terminals.close();
    const clusters = new Map([['fake', upstream]]);
    const limits = { idleMs: 40_000 };
    terminals = createTerminalSocket({ clusters, sessions, log: pino({ level: 'silent' }), clock, limits });
    const tab = await view();
    await shows(tab, '$ ');
    clock.advance(20_000);
    expect(await frame(tab, 'idle')).toMatchObject({ seconds: 20 });
    tab.ws.send(Buffer.from('x'));
    await vi.waitFor(() => expect(tab.frames.at(-1)).toMatchObject({ type: 'idle', seconds: null }));
    clock.advance(20_000);
    await vi.waitFor(() => expect(tab.frames.at(-1)).toMatchObject({ type: 'idle', seconds: 20 }));
    clock.advance(20_000);
    expect((await frame(tab, 'problem')).problem?.code).toBe('qd.terminal.idle');
    await vi.waitFor(() => expect(kubelets[0]?.closed).toBe(true));
  });
});

describe('a cut', () => {
  it.each([
    ['before the first byte', 0],
    ['in the middle of a UTF-8 character', 3],
    ['behind the last byte', 8],
  ])('%s loses and repeats no byte', async (_name, seen) => {
    behave = (kubelet) => kubelet.print('$ 世界');
    const tab = await view();
    const { session } = await frame(tab, 'opened');
    await shows(tab, '$ 世界');
    tab.ws.terminate();
    const again = await view(attach(session, seen));
    expect(await frame(again, 'opened')).toMatchObject({ offset: seen });
    kubelets[0]?.print('!');
    const whole = Buffer.from('$ 世界!');
    await vi.waitFor(() => expect(again.output).toEqual(whole.subarray(seen)));
  });

  it('during a resize leaves the size of who comes back', async () => {
    const tab = await view();
    const { session } = await frame(tab, 'opened');
    tab.send({ type: 'resize', cols: 50, rows: 10 });
    tab.ws.terminate();
    await view(attach(session, 0));
    await vi.waitFor(() => expect(kubelets[0]?.sizes.at(-1)).toBe('{"Width":100,"Height":30}'));
  });

  it('of the server’s side is told from an end', async () => {
    const tab = await view(attach('otherplace.process.abcdef', 0));
    expect((await frame(tab, 'problem')).problem?.code).toBe('qd.terminal.other-replica');
  });

  it('of a process that died is known where it served', async () => {
    const start = (place: string) =>
      createTerminalSocket({ clusters, sessions, clock, place, log: pino({ level: 'silent' }) });
    const clusters = new Map([['fake', upstream]]);
    terminals = start(servingPlace('127.0.0.1', 8080));
    const tab = await view();
    const { session } = await frame(tab, 'opened');
    const died = terminals;
    expect(session).not.toContain(hostname());
    const codeAt = async (place: string) => {
      terminals = start(place);
      return (await frame(await view(attach(session, 0)), 'problem')).problem?.code;
    };
    expect(await codeAt(servingPlace('127.0.0.1', 8080))).toBe('qd.terminal.server-ended');
    expect(await codeAt(servingPlace('127.0.0.1', 8081))).toBe('qd.terminal.other-replica');
    expect(await codeAt(servingPlace('127.0.0.1', 0))).toBe('qd.terminal.other-replica');
    expect(servingPlace('127.0.0.1', 0)).not.toBe(servingPlace('127.0.0.1', 0));
    died.close();
  });
});

it('says that it is there when it is asked, and types nothing', async () => {
  const tab = await view();
  await frame(tab, 'opened');
  tab.send({ type: 'beat' });
  await frame(tab, 'beat');
  expect(kubelets[0]?.stdin).toEqual([]);
});

it('lists a login’s own terminals', async () => {
  const tab = await view(open({ command: ['top'] }));
  const { session } = await frame(tab, 'opened');
  expect(terminals.list(ada)).toEqual([
    {
      id: session,
      namespace: 'ns',
      pod: 'web',
      container: 'main',
      mode: 'exec',
      command: ['top'],
      openedAt: clock.now(),
      viewers: 1,
    },
  ]);
  expect(terminals.list(bob)).toEqual([]);
});

describe('who may', () => {
  it('is asked before the exec, by the verb that kubectl needs', async () => {
    allowed = false;
    const tab = await view();
    expect((await frame(tab, 'problem')).problem?.code).toBe('qd.api.forbidden');
    expect(kubelets).toHaveLength(0);
    expect(JSON.parse(api.requests[0]?.body ?? '')).toMatchObject({
      spec: {
        resourceAttributes: { verb: 'create', resource: 'pods', subresource: 'exec', namespace: 'ns', name: 'web' },
      },
    });
  });

  it('is asked again every minute', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    allowed = false;
    for (let i = 0; i < 4; i += 1) {
      clock.advance(15_000);
      // the browser answers pings meanwhile
      tab.send({ type: 'resize', cols: 80, rows: 24 });
      await vi.waitFor(() => expect(kubelets[0]?.sizes.length).toBeGreaterThan(i + 1));
    }
    expect((await frame(tab, 'problem')).problem?.code).toBe('qd.api.forbidden');
    await vi.waitFor(() => expect(kubelets[0]?.closed).toBe(true));
  });

  it('is told of its session’s own attempts only: what it holds is let go at its end', async () => {
    terminals.close();
    const held: string[] = [];
    const throwAways = {
      hold: (id: string) => {
        if (id !== 'known') return id === 'unknown' ? 'nobody' : 'elsewhere';
        held.push(id);
        return () => held.pop();
      },
    };
    const clusters = new Map([['fake', upstream]]);
    terminals = createTerminalSocket({ clusters, sessions, log: pino({ level: 'silent' }), clock, throwAways });
    const stranger = await view(open({ throwAway: 'unknown' }));
    expect((await frame(stranger, 'problem')).problem?.code).toBe('qd.terminal.session-unknown');
    // another of the tries may reach the replica that has it
    const astray = await view(open({ throwAway: 'of another replica' }));
    expect((await frame(astray, 'problem')).problem?.code).toBe('qd.terminal.other-replica');
    const tab = await view(open({ throwAway: 'known' }));
    await frame(tab, 'opened');
    expect(held).toEqual(['known']);
    kubelets[0]?.end(exitCode(0));
    await vi.waitFor(() => expect(held).toEqual([]));
  });

  it('ends with the session', async () => {
    const tab = await view();
    await frame(tab, 'opened');
    sessions.end(ada);
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.sessionEnded));
    await vi.waitFor(() => expect(kubelets[0]?.closed).toBe(true));
    expect(sessions.watchers(ada)).toBe(0);
  });

  it('has twenty at most: of 60 terminals, 40 are told so', async () => {
    const tabs = await Promise.all(Array.from({ length: 60 }, () => view()));
    const refused = () =>
      tabs.filter(({ frames }) => frames.some((each) => each.problem?.code === 'qd.terminal.too-many'));
    await vi.waitFor(() => expect(refused()).toHaveLength(40), { timeout: 10_000 });
    expect(terminals.list(ada)).toHaveLength(20);
    expect(kubelets.length).toBeLessThanOrEqual(20);
  });

  it.each([
    { name: 'a wrong CSRF value', first: open({ csrf: 'x' }), code: CLOSE.forbidden },
    { name: 'bytes before anything', first: { type: 'resize', cols: 1, rows: 1 }, code: CLOSE.forbidden },
    { name: 'a frame that fits no schema', first: open({ cols: 0 }), code: CLOSE.badFrame },
    { name: 'a path for a name', first: open({ pod: '..' }), code: 1000 },
  ])('is refused with $name', async ({ first, code }) => {
    const tab = await view(first);
    await vi.waitFor(() => expect(tab.closed).toBe(code));
    expect(api.requests).toHaveLength(0);
  });
});

it.each([
  {
    answer: 'HTTP/1.1 500 X\r\nContent-Type: text/plain\r\nContent-Length: 28\r\n\r\ncontainer not found ("main")',
    code: 'qd.terminal.container-not-running',
  },
  { answer: 'HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n', code: 'qd.api.forbidden' },
  { answer: 'HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n', code: 'qd.api.not-found' },
])('a refused exec becomes $code', async ({ answer, code }) => {
  api.upgrade = (_request, socket) => socket.end(answer);
  const tab = await view();
  expect((await frame(tab, 'problem')).problem).toMatchObject({ code, params: { pod: 'web', container: 'main' } });
});
