/**
 * A scripted API server in a process of its own, for figures about the BFF alone: `tsx bench/upstream.ts ROWS ROAD [MB/s]`.
 * It lists ROWS pods of 2.9 kB (a Table row with metadata and managedFields) by prebuilt buffers, streaming or in pages, and
 * then changes them at that rate. Any token is good.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const rows = Number(process.argv[2] ?? 10_000);
const road = process.argv[3] ?? 'stream';
const bytesPerSecond = Number(process.argv[4] ?? 0) * 1e6;
const TICK_MS = 20;
/** as metrics of a real cluster's pods say: two thirds of what a row with metadata weighs */
const MANAGED = [1, 2, 3].map((i) => ({
  manager: `manager-${i}`,
  operation: 'Update',
  apiVersion: 'v1',
  time: '2026-11-21T12:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: Object.fromEntries(
    Array.from({ length: 16 }, (_, n) => [`f:field-of-the-spec-${i}-${n}`, { 'f:sub': {} }]),
  ),
}));
const COLUMNS = ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates'].map(
  (name, i) => ({ name, type: 'string', format: i === 0 ? 'name' : '', priority: i > 4 ? 1 : 0, description: '' }),
);

const hash = (n: number): string => ((n * 2_654_435_761) % 4_294_967_296).toString(36).padStart(7, '0');
const hex = (n: number): string => ((n * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0');
let version = 1000;

function row(i: number, restarts = 0): string {
  version += 1;
  const namespace = `sim-ns-${String(i % 20).padStart(2, '0')}`;
  const app = ['web', 'api', 'worker', 'cache', 'gateway'][i % 5];
  const name = `${app}-${hash(i >> 4)}-${hash(i).slice(-5)}`;
  const uid = `${hex(i)}-${hex(i + 1).slice(0, 4)}-4${hex(i + 2).slice(0, 3)}-a${hex(i + 3).slice(0, 3)}-${hex(i + 4)}${hex(i).slice(0, 4)}`;
  const ip = `10.${128 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
  const cells = [
    name,
    '1/1',
    'Running',
    String(restarts),
    '2d',
    ip,
    `sim-${String(i % 50).padStart(3, '0')}`,
    '<none>',
    '<none>',
  ];
  const metadata = {
    name,
    namespace,
    uid,
    resourceVersion: String(version),
    creationTimestamp: '2026-11-19T12:00:00Z',
    labels: { app, 'pod-template-hash': hash(i >> 4), tier: i % 2 ? 'front' : 'back' },
    managedFields: MANAGED,
  };
  return JSON.stringify({ cells, object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } });
}

const event = (type: string, text: string, columns: unknown = null): string =>
  `{"type":"${type}","object":{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{},"columnDefinitions":${JSON.stringify(columns)},"rows":[${text}]}}\n`;
const bookmark = (): string => {
  const metadata = { resourceVersion: String(version), annotations: { 'k8s.io/initial-events-end': 'true' } };
  return event('BOOKMARK', JSON.stringify({ cells: [], object: { metadata } }));
};

const listed = Array.from({ length: rows }, (_, i) => row(i));
const initial: Buffer[] = [];
for (let from = 0; from < rows; from += 100)
  initial.push(
    Buffer.from(
      listed
        .slice(from, from + 100)
        .map((text, i) => event('ADDED', text, from + i === 0 ? COLUMNS : null))
        .join(''),
    ),
  );
const end = Buffer.from(bookmark());

async function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  if (!response.write(bytes)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
}

async function stream(response: ServerResponse, withList: boolean): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  if (withList) for (const bytes of [...initial, end]) await write(response, bytes);
  let i = 0;
  const timer = setInterval(() => {
    let left = (bytesPerSecond * TICK_MS) / 1000;
    const lines: string[] = [];
    while (left > 0) {
      const line = event('MODIFIED', row(i % rows, i));
      lines.push(line);
      left -= line.length;
      i += 1;
    }
    if (lines.length > 0 && !response.writableNeedDrain) response.write(lines.join(''));
  }, TICK_MS);
  response.on('close', () => clearInterval(timer));
}

function page(response: ServerResponse, query: URLSearchParams): void {
  const from = Number(query.get('continue') ?? 0);
  const to = Math.min(rows, from + Number(query.get('limit') ?? 500));
  const more = to < rows ? `,"continue":"${to}","remainingItemCount":${rows - to}` : '';
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"${version}"${more}},"columnDefinitions":${JSON.stringify(COLUMNS)},"rows":[${listed.slice(from, to).join(',')}]}`,
  );
}

const server = createServer((request, response) => {
  request.resume();
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://x');
  const json = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (pathname.endsWith('/selfsubjectreviews'))
    json(201, { kind: 'SelfSubjectReview', status: { userInfo: { username: 'bench', groups: [] } } });
  else if (pathname.endsWith('/selfsubjectaccessreviews')) json(201, { status: { allowed: true } });
  else if (pathname === '/version') json(200, { gitVersion: 'v1.99.0' });
  else if (pathname !== '/api/v1/pods') json(404, { kind: 'Status', code: 404, reason: 'NotFound', message: pathname });
  else if (query.has('sendInitialEvents') && road !== 'stream')
    json(422, { kind: 'Status', code: 422, reason: 'Invalid', message: 'resourceVersionMatch is forbidden for watch' });
  else if (query.has('watch')) void stream(response, query.has('sendInitialEvents'));
  else page(response, query);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(
    `Scripted API server is listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`,
  );
});
process.on('SIGTERM', () => process.exit(0));
