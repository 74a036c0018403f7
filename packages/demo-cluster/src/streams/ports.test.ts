import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { duplexPair } from '../kubelet/network/duplex-pair.ts';
import { type PodRuntime, PortClosed } from '../runtime.ts';
import { pod, startTestCluster, type TestCluster } from '../testing/api-client.ts';
import { type SpdyClient, tunnelSpdy, upgradeToSpdy } from '../testing/spdy-client.ts';

const PODS = '/api/v1/namespaces/default/pods';
const FORWARD = `${PODS}/p/portforward`;
const ECHO = 7;
const WEB = 80;

const web = createServer((req, res) => {
  if (req.url === '/away') res.writeHead(302, { location: '/home' }).end();
  else res.end(`${req.method} ${req.url} ${req.headers.authorization ?? 'unsigned'}`);
});

/** Port 7 sends back what it gets, port 80 is a web server; nothing else listens. */
const runtime: PodRuntime = {
  async *logs() {},
  async exec(_pod, { command }, io) {
    if (command[0] === 'cat') for await (const chunk of io.stdin) await io.stdout(chunk);
    if (command[0] === 'warn') await io.stderr('careful');
    if (command[0] === 'size')
      await new Promise<void>((resolve) =>
        io.onResize((cols, rows) => {
          void io.stdout(`${cols}x${rows}`);
          resolve();
        }),
      );
    return command[0] === 'exit' ? 3 : 0;
  },
  attach: () => Promise.resolve(0),
  connect(_pod, port) {
    const [near, far] = duplexPair();
    if (port === ECHO) far.pipe(far);
    else if (port === WEB) web.emit('connection', far);
    else throw new PortClosed('10.0.0.9', port);
    return near;
  },
};

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ runtime });
  await cluster.ask(PODS, { body: pod('p', { spec: { nodeName: 'n1' }, labels: { app: 'p' } }) });
  await cluster.ask(`${PODS}/p/status`, {
    method: 'PATCH',
    type: 'application/merge-patch+json',
    body: {
      status: { phase: 'Running', podIP: '10.0.0.9', containerStatuses: [{ name: 'c', state: { running: {} } }] },
    },
  });
});
afterAll(() => cluster.close());

async function webSocket(path: string, protocol: string): Promise<WebSocket> {
  const socket = new WebSocket(`${cluster.url}${path}`, protocol, {
    ca: cluster.caPem,
    headers: { authorization: `Bearer ${cluster.adminToken}` },
  });
  await once(socket, 'open');
  return socket;
}

const ways: readonly (readonly [string, () => Promise<SpdyClient>])[] = [
  ['SPDY', () => upgradeToSpdy(cluster, FORWARD, 'portforward.k8s.io')],
  ['SPDY in a WebSocket', () => tunnelSpdy(cluster, FORWARD, 'SPDY/3.1+portforward.k8s.io')],
];

describe.each(ways)('port-forward over %s', (_name, connect) => {
  const pair = async (client: SpdyClient, port: number, id: string) => ({
    error: await client.open({ streamtype: 'error', port: String(port), requestid: id }),
    data: await client.open({ streamtype: 'data', port: String(port), requestid: id }),
  });

  test('carries bytes both ways, several connections at a time', async () => {
    const client = await connect();
    const first = await pair(client, ECHO, '0');
    const second = await pair(client, ECHO, '1');
    client.send(second.data, 'two', true);
    client.send(first.data, 'on');
    client.send(first.data, 'e', true);
    expect(await Promise.all([first, second].map((one) => client.textOf(one.data)))).toEqual(['one', 'two']);
    expect(await client.textOf(first.error)).toBe('');
    client.socket.destroy();
  });

  test('says on the error stream that nothing listens, and goes on', async () => {
    const client = await connect();
    const closed = await pair(client, 81, '0');
    expect(await client.textOf(closed.error)).toMatch(
      /^error forwarding port 81 to pod \w+, uid : .*127\.0\.0\.1:81: connect: connection refused/,
    );
    const open = await pair(client, ECHO, '1');
    client.send(open.data, 'still here', true);
    expect(await client.textOf(open.data)).toBe('still here');
    client.socket.destroy();
  });
});

describe('port-forward by channels of a WebSocket', () => {
  test('names the port first, then carries bytes', async () => {
    const socket = await webSocket(`${FORWARD}?ports=${ECHO}`, 'v4.channel.k8s.io');
    const seen: [number, string][] = [];
    const isBack = new Promise<void>((resolve) =>
      socket.on('message', (data: Buffer) => {
        seen.push([data[0] ?? -1, data.subarray(1).toString('latin1')]);
        if (seen.length === 3) resolve();
      }),
    );
    socket.send(Buffer.concat([Buffer.from([0]), Buffer.from('hi')]));
    await isBack;
    expect(seen).toEqual([
      [0, '\u0007\u0000'],
      [1, '\u0007\u0000'],
      [0, 'hi'],
    ]);
    socket.terminate();
  });
});

test.each([
  ['another protocol', FORWARD, 'v9.k8s.io', /^403 unable to upgrade: unable to negotiate protocol/],
  ['a pod that is not there', `${PODS}/q/portforward`, 'portforward.k8s.io', /^404 .*pods \\"q\\" not found/],
])('%s is refused before the upgrade', async (_case, path, protocol, words) => {
  await expect(upgradeToSpdy(cluster, path, protocol)).rejects.toThrow(words);
});

describe('exec over SPDY', () => {
  const EXEC = `${PODS}/p/exec?container=c&stdin=true&stdout=true&stderr=true`;
  async function play(query: string, protocol: string, input: string, types: readonly string[]) {
    const client = await upgradeToSpdy(cluster, `${EXEC}&${query}`, protocol);
    const ids: Record<string, number> = {};
    for (const streamtype of types) ids[streamtype] = await client.open({ streamtype });
    if (ids['resize'] !== undefined) client.send(ids['resize'], '{"Width":90,"Height":30}');
    client.send(ids['stdin'] ?? 0, input, true);
    return Object.fromEntries(
      await Promise.all(
        types.filter((one) => one !== 'stdin').map(async (one) => [one, await client.textOf(ids[one] ?? 0)] as const),
      ),
    );
  }
  const PLAIN = ['error', 'stdin', 'stdout', 'stderr'];
  const SUCCESS = '{"metadata":{},"status":"Success"}';

  test.each([
    ['what goes in comes out', 'command=cat', 'v4.channel.k8s.io', PLAIN, { stdout: 'in', stderr: '', error: SUCCESS }],
    ['stderr', 'command=warn', 'v4.channel.k8s.io', PLAIN, { stdout: '', stderr: 'careful', error: SUCCESS }],
    ['no status before v4', 'command=cat', 'v2.channel.k8s.io', PLAIN, { stdout: 'in', stderr: '', error: '' }],
    [
      'a code',
      'command=exit',
      'v4.channel.k8s.io',
      PLAIN,
      { stdout: '', stderr: '', error: expect.stringContaining('"message":"3"') },
    ],
    [
      'the size of a terminal',
      'tty=true&command=size',
      'v4.channel.k8s.io',
      ['error', 'stdin', 'stdout', 'resize'],
      { stdout: '90x30', resize: '', error: SUCCESS },
    ],
  ])('%s', async (_case, query, protocol, types, expected) => {
    expect(await play(query, protocol, 'in', types)).toEqual(expected);
  });
});

describe('proxy', () => {
  test.each([
    [`${PODS}/p:80/proxy/a/b?c=d`, 200, 'GET /a/b?c=d unsigned'],
    [`${PODS}/p:80/proxy`, 200, 'GET / unsigned'],
    [`${PODS}/http:p:80/proxy/`, 200, 'GET / unsigned'],
    [`${PODS}/p:81/proxy/`, 503, 'error trying to reach service: dial tcp 10.0.0.9:81: connect: connection refused'],
    [`${PODS}/q:80/proxy/`, 404, 'pods \\"q\\" not found'],
    ['/api/v1/namespaces/default/services/none/proxy/', 404, 'services \\"none\\" not found'],
  ])('GET %s: %i', async (path, code, words) => {
    const answer = await cluster.ask(path);
    expect([answer.code, answer.text]).toEqual([code, expect.stringContaining(words)]);
  });

  test('a redirect stays behind it, and other methods pass', async () => {
    const { code, headers } = await cluster.ask(`${PODS}/p:80/proxy/away`);
    expect([code, headers.location]).toEqual([302, `${PODS}/p:80/proxy/home`]);
    expect((await cluster.ask(`${PODS}/p:80/proxy/x`, { method: 'PUT', body: {} })).text).toBe('PUT /x unsigned');
  });

  test('of a service without endpoints', async () => {
    const SERVICES = '/api/v1/namespaces/default/services';
    const spec = { selector: { app: 'nobody' }, ports: [{ port: 80 }] };
    await cluster.ask(SERVICES, { body: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'lonely' }, spec } });
    expect((await cluster.ask(`${SERVICES}/lonely/proxy/`)).body).toMatchObject({
      code: 503,
      message: 'no endpoints available for service "lonely"',
    });
  });
});
