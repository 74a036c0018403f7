import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { RealApiServer } from '../test/real-api-server.ts';
import { cookieOf, TestServer } from '../test/test-server.ts';

/** What the API server writes down (audit.k8s.io/v1 Event). */
interface Entry {
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly responseStatus?: { readonly code: number };
}

/** What we write down of a request or a socket. */
interface Line {
  readonly requestId?: string;
  readonly req?: { readonly method: string; readonly path: string };
  readonly res?: { readonly status: number };
}

const K8S = '/api/clusters/fake/k8s';
const FORGED = 'forged-by-the-browser';
/** what a browser must not be able to write into anybody's log */
const HOSTILE = { 'audit-id': FORGED, 'x-request-id': FORGED, 'request-id': FORGED, traceparent: `00-${FORGED}-01` };
const PATIENCE = { timeout: 20_000, interval: 50 };

let folder: string;
let auditFile: string;
let api: RealApiServer | undefined;
let server: TestServer;
let cookie: string;
let csrf: string;
const lines: Line[] = [];
/** all of them, as they were written */
const written: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qd-audit-'));
  auditFile = join(folder, 'audit.log');
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, '{"apiVersion":"audit.k8s.io/v1","kind":"Policy","rules":[{"level":"Metadata"}]}');
  api = await RealApiServer.start([`--audit-policy-file=${policy}`, `--audit-log-path=${auditFile}`]);
  const onLog = (line: string) => {
    written.push(line);
    lines.push(JSON.parse(line) as Line);
  };
  server = await TestServer.start(api, { onLog, deps: { audit: (line) => written.push(line) } });
  const signedIn = await server.postSession({ token: api.token });
  expect(signedIn.status).toBe(200);
  cookie = cookieOf(signedIn);
  ({ csrf } = (await signedIn.json()) as { csrf: string });
}, 180_000);
afterAll(async () => {
  await server?.close();
  await api?.close();
  rmSync(folder, { recursive: true });
}, 30_000);
beforeEach(() => {
  lines.length = 0;
});

const entries = (): Entry[] =>
  readFileSync(auditFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);

/** The API server's entry of that request, once it is there. */
const entryOf = (auditID: string, stage = 'ResponseComplete') =>
  vi.waitFor(() => {
    const found = entries().find((entry) => entry.auditID === auditID && entry.stage === stage);
    expect(found, `${auditID} in ${entries().length} entries`).toBeDefined();
    return found;
  }, PATIENCE);

/** The id that our own log has of what came by that path. */
const loggedId = (path: string) =>
  vi.waitFor(() => {
    const [line, ...more] = lines.filter(({ req }) => req?.path === path);
    expect(more).toEqual([]);
    expect(line?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    return line?.requestId ?? '';
  }, PATIENCE);

/** Opens a socket as a page does, with headers that a page could not send. */
async function dial(path: string): Promise<WebSocket> {
  const ws = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, {
    headers: { ...HOSTILE, cookie, origin: server.url },
  });
  await once(ws, 'open');
  return ws;
}

it('a request has one id: in our log, in the answer and in the audit log of a real API server (OPS-021)', async () => {
  const path = `${K8S}/api/v1/namespaces`;
  const answer = await server.fetch(`${path}?limit=1`, { cookie });
  expect(answer.status).toBe(200);
  const id = await loggedId(path);
  expect(answer.headers.get('x-request-id')).toBe(id);
  // the API server's own word for it
  expect(answer.headers.get('audit-id')).toBe(id);
  expect(await entryOf(id)).toMatchObject({
    verb: 'list',
    requestURI: '/api/v1/namespaces?limit=1',
    user: { username: 'admin' },
    responseStatus: { code: 200 },
  });
});

it('a write that is refused, too', async () => {
  const path = `${K8S}/api/v1/namespaces/default/configmaps`;
  const answer = await server.fetch(path, {
    method: 'POST',
    cookie,
    body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"Not A Name"}}',
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(422);
  expect(await entryOf(await loggedId(path))).toMatchObject({ verb: 'create', responseStatus: { code: 422 } });
});

it('a watch through the proxy, while it goes on', async () => {
  const path = `${K8S}/api/v1/configmaps`;
  const end = new AbortController();
  const answer = await server.fetch(`${path}?watch=true`, { cookie, signal: end.signal });
  expect(answer.status).toBe(200);
  const id = answer.headers.get('x-request-id') ?? '';
  expect(await entryOf(id, 'RequestReceived')).toMatchObject({ verb: 'watch' });
  end.abort();
  await entryOf(id);
  expect(await loggedId(path)).toBe(id);
});

it('a live list: what it asks has the socket’s id, the list’s number, and one for each request after the first', async () => {
  const ws = await dial('/api/live');
  ws.send(JSON.stringify({ type: 'hello', csrf: { fake: csrf } }));
  const query = { cluster: 'fake', resource: 'v1/secrets', namespaces: ['default'], fields: [], mode: 'rows' };
  ws.send(JSON.stringify({ type: 'subscribe', id: 7, query }));
  const id = await loggedId('/api/live');
  const asked = await vi.waitFor(() => {
    const own = entries().filter(({ auditID, stage }) => auditID.startsWith(id) && stage !== 'RequestReceived');
    expect(own.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['list', 'watch']));
    return own;
  }, PATIENCE);
  const ids = [...new Set(asked.map(({ auditID }) => auditID))];
  expect(ids).toEqual(ids.map((_each, i) => (i === 0 ? `${id}.7` : `${id}.7.${i + 1}`)));
  for (const { requestURI } of asked) expect(requestURI).toMatch(/^\/api\/v1\/namespaces\/default\/secrets\?/);
  ws.terminate();
});

it('a terminal: the question whether one may, and the command', async () => {
  const path = '/api/clusters/fake/terminal';
  const ws = await dial(path);
  const where = { namespace: 'default', pod: 'not-there', container: 'main' };
  ws.send(JSON.stringify({ type: 'open', csrf, ...where, command: ['sh'], cols: 80, rows: 24 }));
  const id = await loggedId(path);
  expect(await entryOf(id)).toMatchObject({ verb: 'create', responseStatus: { code: 201 } });
  const exec = await entryOf(`${id}.2`);
  expect(exec).toMatchObject({ responseStatus: { code: 404 } });
  expect(exec?.requestURI).toMatch(/^\/api\/v1\/namespaces\/default\/pods\/not-there\/exec\?/);
  ws.terminate();
});

it.each([
  ['headers', Object.entries(HOSTILE)],
  ['headers twice', [...Object.entries(HOSTILE), ...Object.entries(HOSTILE)]],
  ['a header that Connection names', [...Object.entries(HOSTILE), ['connection', 'close, audit-id, x-request-id']]],
  ['what could end a line', [['audit-id', `${FORGED}\t"},{"auditID":"${FORGED}`]]],
])('%s from outside name nothing', async (_name, headers) => {
  const path = `${K8S}/api/v1/nodes`;
  const own = Object.entries({ ...server.ownHeaders, cookie, host: new URL(server.url).host, connection: 'close' });
  const head = [...own, ...headers].map(([name, value]) => `${name}: ${value}`);
  const answer = await server.raw(`${[`GET ${path} HTTP/1.1`, ...head, '', ''].join('\r\n')}`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).not.toContain(FORGED);
  const id = await loggedId(path);
  expect(/^x-request-id: (\S+)/im.exec(answer)?.[1]).toBe(id);
  expect(await entryOf(id)).toMatchObject({ verb: 'list', requestURI: '/api/v1/nodes' });
});

it('nothing that a browser sent as an id is in any of the logs', () => {
  expect(written.length).toBeGreaterThan(10);
  expect(written.join('')).not.toContain(FORGED);
  expect(readFileSync(auditFile, 'utf8')).not.toContain(FORGED);
});
