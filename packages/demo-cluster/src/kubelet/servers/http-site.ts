import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Listener } from '../network/cluster-network.ts';
import type { Process } from '../process.ts';

export interface SiteRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** path and query as they came */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** the client's address */
  readonly from: string;
}

export interface SiteAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What a simulated web server answers, and what it writes into its log about it. */
export interface Site {
  answer(request: SiteRequest, process: Process): SiteAnswer | Promise<SiteAnswer>;
  log?(request: SiteRequest, answer: SiteAnswer, process: Process): void;
}

const MAX_BODY = 8 * 1024 * 1024;

/** Serves a site on in-memory connections: node's own HTTP server, which never listens. */
export function httpListener(site: Site, process: Process): Listener {
  const sources = new WeakMap<object, string>();
  const server: Server = createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
    void respond(site, process, sources.get(req.socket) ?? '127.0.0.1', req, res);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  const listener: Listener = (socket: Duplex, from: string) => {
    sources.set(socket, from);
    server.emit('connection', socket);
  };
  SITES_BEHIND.set(listener, (request) => Promise.resolve(site.answer(request, process)));
  return listener;
}

const SITES_BEHIND = new WeakMap<Listener, (request: SiteRequest) => Promise<SiteAnswer>>();

/** The status that a GET is answered with, without a connection: probes depend on no clock but the cluster's. */
export async function statusBehind(listener: Listener, path: string): Promise<number> {
  const answer = SITES_BEHIND.get(listener);
  if (!answer) return 0;
  const [plain = '/', query = ''] = (path.startsWith('/') ? path : `/${path}`).split('?');
  const target = query === '' ? plain : `${plain}?${query}`;
  const request = {
    method: 'GET',
    path: plain,
    query: new URLSearchParams(query),
    target,
    headers: { 'user-agent': 'kube-probe/1.34' },
    body: Buffer.alloc(0),
    from: '127.0.0.1',
  };
  return (await answer(request)).status;
}

async function respond(
  site: Site,
  process: Process,
  from: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) break;
    chunks.push(chunk);
  }
  const target = req.url ?? '/';
  const mark = target.indexOf('?');
  const request: SiteRequest = {
    method: req.method ?? 'GET',
    path: decoded(mark < 0 ? target : target.slice(0, mark)),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    target,
    headers: req.headers,
    body: Buffer.concat(chunks),
    from,
  };
  let answer: SiteAnswer;
  if (size > MAX_BODY) answer = { status: 413, body: '413 Request Entity Too Large\n' };
  else
    try {
      answer = await site.answer(request, process);
    } catch {
      answer = { status: 500, body: '500 Internal Server Error\n' };
    }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? new Uint8Array());
  res.writeHead(answer.status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': body.length,
    ...answer.headers,
  });
  res.end(request.method === 'HEAD' ? undefined : body);
  site.log?.(request, answer, process);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
