import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { PodRuntime } from '../runtime.ts';
import { badRequest, StatusError } from '../status-error.ts';
import { pod, startTestCluster, type TestCluster } from '../testing/api-client.ts';

const POD = '/api/v1/namespaces/default/pods';
const T0 = Date.parse('2026-01-01T00:00:00Z');

/** Plays what the command says: echo, cat, exit N, size, fail, wait. */
const runtime: PodRuntime = {
  async *logs(_pod, { container, follow, tailLines }, signal) {
    if (container === 'second')
      throw badRequest('container "second" in pod "p" is waiting to start: ContainerCreating');
    const lines = ['one', 'two', 'zwölf'];
    for (const text of lines.slice(tailLines === undefined ? 0 : -tailLines)) yield { time: T0, text };
    if (follow) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  },
  async exec(_pod, { command }, io) {
    const [word, value] = command;
    if (word === 'echo') io.stdout(`${value}\n`);
    if (word === 'warn') io.stderr('careful');
    if (word === 'fail') throw new StatusError(500, 'InternalError', 'executable file not found in $PATH');
    if (word === 'cat') for await (const chunk of io.stdin) io.stdout(chunk);
    if (word === 'size') {
      await new Promise<void>((resolve) =>
        io.onResize((cols, rows) => {
          io.stdout(`${cols}x${rows}`);
          resolve();
        }),
      );
    }
    return word === 'exit' ? Number(value) : 0;
  },
  attach: async (_pod, _options, io) => {
    io.stdout('attached');
    return 0;
  },
  connect() {
    throw new Error('there are no ports');
  },
};

let cluster: TestCluster;
let viewer = '';

beforeAll(async () => {
  cluster = await startTestCluster({ runtime });
  viewer = cluster.logins[2]?.token ?? '';
  const two = {
    nodeName: 'n1',
    containers: [
      { name: 'first', image: 'a' },
      { name: 'second', image: 'b' },
    ],
  };
  await cluster.ask(POD, { body: pod('p', { spec: two }) });
  const containerStatuses = [
    { name: 'first', state: { running: {} } },
    { name: 'second', state: { waiting: { reason: 'ContainerCreating' } } },
  ];
  await cluster.ask(`${POD}/p/status`, {
    method: 'PATCH',
    type: 'application/merge-patch+json',
    body: { status: { phase: 'Running', containerStatuses } },
  });
});
afterAll(() => cluster.close());

interface Session {
  readonly protocol: string;
  readonly channels: Record<number, string>;
}

interface Play {
  readonly protocol?: string;
  readonly token?: string;
  /** frames to send once open */
  readonly send?: Uint8Array[];
}

/** Opens exec or attach, sends, and collects what every channel said until the end. */
async function play(query: string, { protocol = 'v5.channel.k8s.io', token, send = [] }: Play = {}): Promise<Session> {
  const socket = new WebSocket(`${cluster.url}${POD}/${query}`, protocol.split(','), {
    ca: cluster.caPem,
    headers: { authorization: `Bearer ${token ?? cluster.adminToken}` },
  });
  const channels: Record<number, string> = {};
  socket.on('message', (data: Buffer) => {
    const channel = data[0] as number;
    channels[channel] = (channels[channel] ?? '') + data.subarray(1).toString();
  });
  socket.on('unexpected-response', (_req, res) => {
    const chunks: Buffer[] = [];
    res.on('data', (chunk: Buffer) => chunks.push(chunk));
    res.on('end', () => socket.emit('error', new Error(`${res.statusCode} ${Buffer.concat(chunks).toString()}`)));
  });
  await once(socket, 'open');
  for (const frame of send) socket.send(frame);
  await once(socket, 'close');
  return { protocol: socket.protocol, channels };
}

const frame = (channel: number, text: string) => Buffer.concat([Buffer.from([channel]), Buffer.from(text)]);
const EXEC = 'p/exec?container=first&stdin=true&stdout=true&stderr=true';

describe('exec', () => {
  test.each(['v5.channel.k8s.io', 'v4.channel.k8s.io'])('speaks %s', async (protocol) => {
    const session = await play(`${EXEC}&command=echo&command=hi`, { protocol });
    expect([session.protocol, session.channels[1], JSON.parse(session.channels[3] ?? '')]).toEqual([
      protocol,
      'hi\n',
      { metadata: {}, status: 'Success' },
    ]);
  });

  test('prefers the newer protocol', async () => {
    const { protocol } = await play(`${EXEC}&command=exit&command=0`, {
      protocol: 'v4.channel.k8s.io,v5.channel.k8s.io',
    });
    expect(protocol).toBe('v5.channel.k8s.io');
  });

  test('tells the exit code', async () => {
    const { channels } = await play(`${EXEC}&command=exit&command=137`);
    expect(JSON.parse(channels[3] ?? '')).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '137' }] },
    });
  });

  test('ends stdin when v5 closes it', async () => {
    const send = [frame(0, 'grüße'), Buffer.from([255, 0])];
    expect((await play(`${EXEC}&command=cat`, { send })).channels[1]).toBe('grüße');
  });

  test('hears the size', async () => {
    const send = [frame(4, '{"Width":120,"Height":40}')];
    expect((await play(`${EXEC}&tty=true&command=size`, { send })).channels[1]).toBe('120x40');
  });

  test('a broken size is ignored', async () => {
    const send = [frame(4, 'wide'), frame(4, '{"Width":1,"Height":2}')];
    expect((await play(`${EXEC}&tty=true&command=size`, { send })).channels[1]).toBe('1x2');
  });

  test('with a terminal stderr is stdout', async () => {
    const plain = await play(`${EXEC}&command=warn`);
    const terminal = await play(`${EXEC}&tty=true&command=warn`);
    expect([plain.channels[2], terminal.channels[1]]).toEqual(['careful', 'careful']);
  });

  test('a command that is not there ends on the error channel', async () => {
    const { channels } = await play(`${EXEC}&command=fail`);
    expect(JSON.parse(channels[3] ?? '')).toMatchObject({
      status: 'Failure',
      message: expect.stringMatching(/not found/),
    });
  });

  test('attach', async () => {
    expect((await play('p/attach?container=first&stdout=true')).channels[1]).toBe('attached');
  });

  test.each([
    ['no rights', EXEC, { token: () => viewer }, /^403 .*cannot get resource .*pods\/exec/],
    ['no token', EXEC, { token: () => 'wrong' }, /^401 /],
    ['no pod', 'nobody/exec?command=ls', {}, /^404 .*pods \\"nobody\\" not found/],
    ['no container named', 'p/exec?command=ls', {}, /^400 .*a container name must be specified for pod p/],
    ['no such container', 'p/exec?container=x&command=ls', {}, /^400 .*container x is not valid for pod p/],
    ['a container that waits', 'p/exec?container=second&command=ls', {}, /^500 .*container not found/],
    ['no command', 'p/exec?container=first', {}, /^400 .*at least 1 command/],
    ['another protocol', `${EXEC}&command=ls`, { protocol: 'v1.channel.k8s.io' }, /^400 /],
  ])(
    '%s is refused before the upgrade',
    async (_case, query, options: { token?: () => string; protocol?: string }, message) => {
      const { token, protocol } = options;
      await expect(
        play(query, { ...(token ? { token: token() } : {}), ...(protocol ? { protocol } : {}) }),
      ).rejects.toThrow(message);
    },
  );

  test('without an upgrade it is a bad request', async () => {
    expect((await cluster.ask(`${POD}/${EXEC}&command=ls`)).code).toBe(400);
  });
});

describe('log', () => {
  test.each([
    ['container=first', 'one\ntwo\nzwölf\n'],
    ['container=first&tailLines=1', 'zwölf\n'],
    ['container=first&tailLines=1&timestamps=true', '2026-01-01T00:00:00.000000000Z zwölf\n'],
    ['container=first&limitBytes=5', 'one\nt'],
  ])('?%s', async (query, expected) => {
    const { code, text, headers } = await cluster.ask(`${POD}/p/log?${query}`);
    expect([code, text, headers['content-type']]).toEqual([200, expected, 'text/plain']);
  });

  test.each([
    ['container=second', 400, /waiting to start/],
    ['', 400, /a container name must be specified/],
    ['container=first&tailLines=-1', 422, /tailLines/],
    ['container=first&sinceTime=yesterday', 422, /sinceTime/],
  ])('?%s is refused with %i', async (query, code, message) => {
    const answer = await cluster.ask(`${POD}/p/log?${query}`);
    expect(answer.code).toBe(code);
    expect(answer.body['message']).toMatch(message);
  });

  test('cutLogs() ends a followed log', async () => {
    const followed = cluster.ask(`${POD}/p/log?container=first&follow=true`);
    const outcome = followed.then(
      () => 'ended',
      () => 'cut',
    );
    await cluster.ask('/api');
    cluster.faults.cutLogs();
    expect(await Promise.race([outcome, cluster.ask('/api').then(() => outcome)])).toBe('cut');
  });
});
