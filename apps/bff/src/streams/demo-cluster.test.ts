import type { LogLine } from '@quarterdeck/shared/log-protocol';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type DemoCluster, startDemoCluster } from '../../../../packages/demo-cluster/src/start-demo-cluster.ts';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { HandEndedSessions, type SocketServer, serveSockets, sessionOf, Tab } from '../test/socket-bench.ts';
import { createLogSocket, type LogSocket } from './log-socket.ts';
import { createTerminalSocket, type TerminalSocket } from './terminal-socket.ts';

interface Frame {
  readonly type: string;
  readonly code?: number | null;
  readonly command?: readonly string[];
  readonly state?: string;
  readonly lines?: readonly LogLine[];
  readonly source?: number;
  readonly pod?: string;
  readonly joined?: true;
  readonly because?: string;
  readonly problem?: { readonly code: string };
}

let demo: DemoCluster;
let upstream: UpstreamCluster;
let logs: LogSocket;
let terminals: TerminalSocket;
let server: SocketServer;
let pod: { readonly namespace: string; readonly pod: string; readonly container: string };

beforeAll(async () => {
  demo = await startDemoCluster();
});

afterAll(() => demo.close());

beforeEach(async () => {
  const settings = {
    name: 'demo',
    server: new URL(demo.url),
    ca: Buffer.from(demo.caPem),
    insecure: false,
    localUser: null,
  };
  upstream = new UpstreamCluster(settings, 'test');
  const deps = {
    clusters: new Map([['demo', upstream]]),
    sessions: new HandEndedSessions(),
    log: pino({ level: 'silent' }),
  };
  logs = createLogSocket(deps);
  terminals = createTerminalSocket(deps);
  server = await serveSockets((ws, path) => {
    const [, kind, login] = path.split('/');
    const token = demo.logins.find(({ id }) => id === login)?.token ?? '';
    const session = { ...sessionOf('x'), cluster: 'demo', credential: { kind: 'bearer' as const, token } };
    (kind === 'logs' ? logs : terminals).handle(ws, session);
  });
  pod = await vi.waitFor(() => {
    const found = demo.store
      .list({ group: '', resource: 'pods' }, 'shop')
      .find(({ metadata }) => metadata.name.startsWith('frontend-'));
    const spec = found?.['spec'] as { containers: { name: string }[] } | undefined;
    const phase = (found?.['status'] as { phase?: string } | undefined)?.phase;
    expect(phase).toBe('Running');
    return { namespace: 'shop', pod: found?.metadata.name ?? '', container: spec?.containers[0]?.name ?? '' };
  });
});

afterEach(async () => {
  logs.close();
  terminals.close();
  await server.close();
  await upstream.close();
});

const csrf = sessionOf('x').csrf;
const terminal = (more: object = {}) => ({ type: 'open', csrf, ...pod, command: null, cols: 80, rows: 24, ...more });
const until = (check: () => void) => vi.waitFor(check, { timeout: 8000, interval: 10 });

it('a shell in a pod of the demo echoes, and tells its exit code', { timeout: 15_000 }, async () => {
  const tab = await Tab.open<Frame>(`${server.url}/terminal/admin`, terminal());
  await until(() => expect(tab.frames[0]?.type).toBe('opened'));
  tab.ws.send(Buffer.from('echo $((40+2))-héllo\n'));
  await until(() => expect(tab.output.toString()).toContain('42-héllo'));
  tab.ws.send(Buffer.from('exit 7\n'));
  await until(() => expect(tab.frames.at(-1)).toMatchObject({ type: 'exited', code: 7 }));
});

it('a viewer gets no shell, and a command that is not there is said so', { timeout: 15_000 }, async () => {
  const viewer = await Tab.open<Frame>(`${server.url}/terminal/viewer`, terminal());
  await until(() => expect(viewer.frames.at(-1)?.problem?.code).toBe('qd.api.forbidden'));
  const missing = await Tab.open<Frame>(`${server.url}/terminal/admin`, terminal({ command: ['/no/such/file'] }));
  await until(() => expect(missing.frames.at(-1)?.problem?.code).toBe('qd.terminal.no-shell'));
  const nowhere = await Tab.open<Frame>(`${server.url}/terminal/admin`, terminal({ pod: 'nobody' }));
  await until(() => expect(nowhere.frames.at(-1)?.problem?.code).toBe('qd.api.not-found'));
});

it('a log is followed over a cut, each line once', { timeout: 15_000 }, async () => {
  const open = { type: 'open', csrf, sources: [pod], follow: true, instances: 'current', tailLines: 20 };
  const tab = await Tab.open<Frame>(`${server.url}/logs/admin`, open);
  const lines = () => tab.frames.flatMap((frame) => frame.lines ?? []);
  await until(() => expect(lines().length).toBeGreaterThan(0));
  const before = lines().length;
  demo.faults.cutLogs();
  await until(() => expect(lines().length).toBeGreaterThan(before + 1));
  const seen = lines().map(([, time, text]) => `${time} ${text}`);
  expect(new Set(seen).size).toBe(seen.length);
  expect(lines().every(([, time]) => time !== '')).toBe(true);
});

it('the logs of a selector go on with the pod that takes another’s place', { timeout: 60_000 }, async () => {
  const { namespace, pod: old } = pod;
  const labels = demo.store.get({ group: '', resource: 'pods' }, namespace, old)?.metadata.labels ?? {};
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const open = { type: 'open', csrf, sources: [{ namespace, labelSelector }], follow: true, instances: 'both' };
  const tab = await Tab.open<Frame>(`${server.url}/logs/admin`, open);
  await until(() => expect(tab.frames.some((frame) => frame.pod === old && frame.state === 'streaming')).toBe(true));
  const token = demo.logins.find(({ id }) => id === 'admin')?.token ?? '';
  const path = `/api/v1/namespaces/${namespace}/pods/${old}?gracePeriodSeconds=0`;
  const answer = await upstream.request({ kind: 'bearer', token }, { method: 'DELETE', path });
  answer.body.destroy();
  await vi.waitFor(
    () => {
      const joined = tab.frames.find((frame) => frame.joined && frame.state === 'streaming');
      expect(tab.frames.find((frame) => frame.pod === old && frame.state === 'ended')?.because).toBe('gone');
      expect(tab.frames.some(({ lines }) => lines?.some(([source]) => source === joined?.source))).toBe(true);
    },
    { timeout: 50_000, interval: 50 },
  );
});
