import { connect } from 'node:net';
import { liveClientFrame } from '@quarterdeck/shared/live-protocol';
import { logClientFrame } from '@quarterdeck/shared/log-protocol';
import { runClientFrame } from '@quarterdeck/shared/run-protocol';
import { terminalClientFrame } from '@quarterdeck/shared/stream-protocol';
import { readFrame } from '../live/client-frame.ts';
import { FakeApiServer, json, type RecordedRequest } from './fake-api-server.ts';
import { mutate, Random } from './fuzz-input.ts';
import { Browser } from './stream-browser.ts';
import { TestServer } from './test-server.ts';

export interface FuzzReport {
  readonly seed: number;
  readonly frames: number;
  readonly messages: number;
  readonly requests: number;
  /** of the requests: what came to the API server */
  readonly passed: number;
}

const at = { namespace: 'ns', pod: 'web', container: 'main' };
const query = { cluster: 'fake', resource: 'v1/pods', namespaces: ['ns'], fields: ['spec.nodeName'], mode: 'rows' };
const READ = {
  live: (bytes: Buffer) => readFrame(bytes, false, liveClientFrame),
  terminal: (bytes: Buffer) => readFrame(bytes, false, terminalClientFrame),
  logs: (bytes: Buffer) => readFrame(bytes, false, logClientFrame),
  run: (bytes: Buffer) => readFrame(bytes, false, runClientFrame),
};
type SocketPath = keyof typeof READ;

/** Frames as a page sends them, which the fuzzer begins with. */
const seedFrames = (csrf: string): Readonly<Record<SocketPath, readonly object[]>> => ({
  live: [
    { type: 'subscribe', id: 1, query },
    { type: 'unsubscribe', id: 1 },
    { type: 'beat' },
    { type: 'hello', csrf: { fake: csrf } },
  ],
  terminal: [
    { type: 'open', csrf, ...at, command: ['sh', '-c', 'x'], cols: 80, rows: 24 },
    { type: 'attach', csrf, session: 'x.y', offset: 0, cols: 80, rows: 24 },
    { type: 'resize', cols: 1000, rows: 1 },
    { type: 'ack', bytes: 10 },
  ],
  logs: [
    { type: 'open', csrf, sources: [at, { namespace: 'ns', labelSelector: 'a=b' }], instances: 'both', follow: true },
    { type: 'ack', lines: 10 },
  ],
  run: [
    { type: 'open', csrf, command: ['a'], targets: [at], timeoutSeconds: 5 },
    { type: 'stop', target: 0 },
    { type: 'ack', bytes: 10 },
  ],
});
const CLOSE_CODES = new Set([1000, 1001, 1002, 1006, 1007, 1009, 4400, 4401, 4403, 4429]);
const OWN_HEADERS = new Set([
  ...['accept', 'accept-encoding', 'authorization', 'connection', 'content-length', 'content-type', 'host'],
  ...['audit-id', 'if-match', 'if-none-match', 'transfer-encoding', 'user-agent'],
]);
const PREFIX = '/api/clusters/fake/k8s';

/**
 * Sends what was never meant to the sockets and the proxy of a running BFF, for so long, and fails at the first thing that must not be: an
 * answer that is none, a path upstream that a parser reads in another way, a header that is not ours, another's credential, a slow
 * parser. The same seed begins with the same input.
 */
export async function fuzz(milliseconds: number, seed: number): Promise<FuzzReport> {
  const random = new Random(seed);
  // one for the sockets, whose questions come when they come, and one for the proxy, where each belongs to a request
  const [sockets, proxy] = [await Bench.start(), await Bench.start()];
  const until = performance.now() + milliseconds;
  const count = { frames: 0, messages: 0, requests: 0, passed: 0 };
  try {
    while (performance.now() < until) {
      for (let turn = 0; turn < 200; turn += 1) fuzzParser(random, count);
      await fuzzSocket(random, sockets.browser, count);
      for (const request of sockets.fake.requests.splice(0)) {
        const isQuestion = request.method === 'POST' && request.target.includes('/selfsubjectaccessreviews');
        if (request.method !== 'GET' && !isQuestion) throw new Error(`a socket sent ${request.method}`);
        assertOurs(request);
      }
      for (let turn = 0; turn < 20; turn += 1) await fuzzProxy(random, proxy, count);
      for (const { server, browser } of [sockets, proxy]) {
        const health = await server.fetch('/api/clusters/fake/session', { cookie: browser.cookie });
        if (health.status !== 200) throw new Error(`the session is ${health.status}`);
      }
    }
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await Promise.all([sockets.close(), proxy.close()]);
  }
  return { seed, ...count };
}

/** A running BFF, its API server and a browser that is signed in. */
class Bench {
  readonly fake: FakeApiServer;
  readonly server: TestServer;
  readonly browser: Browser;

  private constructor(fake: FakeApiServer, server: TestServer, browser: Browser) {
    this.fake = fake;
    this.server = server;
    this.browser = browser;
  }

  static async start(): Promise<Bench> {
    const fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    fake.answer = (_request, response, { target }) =>
      json(response, 200, { kind: 'Echo', target, items: [], metadata: {} });
    const server = await TestServer.start(fake);
    const browser = await Browser.signIn(server, 'good');
    fake.upgrade = browser.kubelet;
    fake.requests.length = 0;
    return new Bench(fake, server, browser);
  }

  async close(): Promise<void> {
    this.browser.close();
    await this.server.close();
    await this.fake.close();
  }
}

type Count = { -readonly [Field in Exclude<keyof FuzzReport, 'seed'>]: number };

const SOCKET_PATHS: readonly SocketPath[] = ['live', 'terminal', 'logs', 'run'];

function fuzzParser(random: Random, count: Count): void {
  const path = random.pick(SOCKET_PATHS);
  const bytes = mutate(Buffer.from(JSON.stringify(random.pick(seedFrames('x')[path]))), random);
  const began = performance.now();
  const frame: unknown = READ[path](bytes);
  const took = performance.now() - began;
  count.frames += 1;
  if (took > 1000) throw new Error(`reading took ${Math.round(took)} ms: ${bytes.toString('base64').slice(0, 2000)}`);
  if (frame !== null && (typeof frame !== 'object' || !('type' in frame)))
    throw new Error(`this is no frame: ${bytes.toString('base64')}`);
}

/** One socket, which gets a few messages, the first of them well-formed now and then. */
async function fuzzSocket(random: Random, browser: Browser, count: Count): Promise<void> {
  const path = random.pick(SOCKET_PATHS);
  const seeds = seedFrames(browser.csrf)[path];
  const ws = await browser.dial(path);
  const closed = new Promise<number>((resolve) => ws.once('close', resolve));
  ws.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) JSON.parse(data.toString());
  });
  const greeting = path === 'live' ? seeds.at(-1) : seeds[0];
  if (random.below(4) > 0) ws.send(JSON.stringify(greeting));
  for (let message = 0; message < 10; message += 1) {
    const bytes = mutate(Buffer.from(JSON.stringify(random.pick(seeds))), random);
    ws.send(bytes, { binary: random.below(6) === 0 });
    count.messages += 1;
  }
  // a ping is answered behind everything that came before it, or the socket is closed
  const alive = new Promise<number>((resolve) => ws.once('pong', () => resolve(1000)));
  if (ws.readyState === ws.OPEN) ws.ping();
  const code = await Promise.race([closed, alive, new Promise<number>((resolve) => setTimeout(resolve, 10_000, 0))]);
  if (!CLOSE_CODES.has(code)) throw new Error(`the socket ${path} ended by ${code}`);
  ws.terminate();
}

const HEADERS = [
  ...[
    'Authorization',
    'Cookie',
    'Impersonate-User',
    'Impersonate_User',
    'X-Remote-User',
    'X-Forwarded-For',
    'Connection',
  ],
  ...[
    'Audit-ID',
    'X-Request-Id',
    'Upgrade',
    'TE',
    'Accept',
    'If-Match',
    'Content-Type',
    'Origin',
    'Sec-Fetch-Site',
    'Proxy-Authorization',
    'Via',
  ],
];
const HEADER_VALUES = [
  'x',
  'Bearer stolen',
  'system:masters',
  'Authorization, Cookie',
  'keep-alive',
  'application/json',
];
const TARGETS = [
  '/api/v1/namespaces/ns/pods/web',
  '/apis/apps/v1/deployments?limit=5',
  '/api/v1/pods?watch=1',
  '/version',
  '/openapi/v3/api/v1',
];

async function fuzzProxy(random: Random, { server, browser, fake }: Bench, count: Count): Promise<void> {
  const plain = `${PREFIX}${random.pick(TARGETS)}`;
  const mutated = mutate(Buffer.from(plain), random);
  // a space or the end of a line would end the target
  const target = Buffer.from(mutated.map((byte) => ([10, 13, 32].includes(byte) ? 47 : byte)));
  const more = Array.from({ length: random.below(5) }, () => `${random.pick(HEADERS)}: ${random.pick(HEADER_VALUES)}`);
  const { host, port } = new URL(server.url);
  const head = [` HTTP/1.1`, `Host: ${host}`, `Cookie: ${browser.cookie}`, 'Connection: close', ...more, '', ''].join(
    '\r\n',
  );
  fake.requests.length = 0;
  const answer = await exchange(Number(port), Buffer.concat([Buffer.from('GET '), target, Buffer.from(head)]));
  count.requests += 1;
  const asked = target.toString('latin1').slice(0, 500);
  // nothing at all: a line that is no HTTP
  if (answer !== '' && !/^HTTP\/1\.1 [1-5]\d\d /.test(answer)) throw new Error(`no answer to ${asked}`);
  if (/^HTTP\/1\.1 500/.test(answer)) throw new Error(`500 for ${asked} with ${more.join(', ')}`);
  if (fake.requests.length > 1) throw new Error(`${fake.requests.length} requests for ${asked}`);
  for (const request of fake.requests.splice(0)) {
    count.passed += 1;
    assertOurs(request);
    const foreign = Object.keys(request.headers).filter((name) => !OWN_HEADERS.has(name));
    if (foreign.length > 0) throw new Error(`headers went upstream: ${foreign.join()}`);
    const { 'audit-id': id } = request.headers;
    if (id !== undefined && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(id)))
      throw new Error(`an audit id that is not ours went upstream: ${String(id)}`);
  }
}

function assertOurs({ target, headers }: RecordedRequest): void {
  const [path = ''] = target.split('?', 1);
  const url = new URL(target, 'https://upstream.example');
  if (`${url.origin}${url.pathname}` !== `https://upstream.example${path}`) throw new Error(`${path} is two paths`);
  if (!/^\/(?:apis?|openapi|version|livez|readyz|healthz)(?:\/|$)/.test(path)) throw new Error(`${path} was asked for`);
  if (headers.authorization !== 'Bearer good') throw new Error('another credential went upstream');
}

function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => {}).on('close', () => resolve(answer));
    // half a request, or an answer without an end
    socket.setTimeout(300, () => socket.destroy());
  });
}
