import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PodRuntime } from '../runtime.ts';
import { StatusError } from '../status-error.ts';
import type { ProxyTarget } from './proxy-target.ts';

/** Headers that belong to one connection (RFC 9110, 7.6.1), and the credential, which is for the API server only. */
const NOT_FORWARDED = new Set([
  'authorization',
  'connection',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface ProxyCall {
  readonly target: ProxyTarget;
  /** path and query at the target */
  readonly path: string;
  /** the part of the request's path that leads to the target, without a slash at its end */
  readonly prefix: string;
}

/** Passes a request on to a port of a pod, and its answer back. */
export async function proxyRequest(
  runtime: PodRuntime,
  { target, path, prefix }: ProxyCall,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const socket = open(runtime, target);
  const { podIP } = target.pod.status ?? {};
  const headers: Record<string, string | string[]> = {
    host: req.headers.host ?? `${podIP}:${target.port}`,
    'x-forwarded-for': req.socket.remoteAddress ?? '127.0.0.1',
    'x-forwarded-uri': `${prefix}${path}`,
  };
  for (const [name, value] of Object.entries(req.headers))
    if (value !== undefined && !NOT_FORWARDED.has(name)) headers[name] = value;
  if (req.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  await new Promise<void>((resolve, reject) => {
    const call = request({ createConnection: () => socket, method: req.method ?? 'GET', path, headers });
    call.on('response', (answer) => {
      const { location, ...rest } = answer.headers;
      for (const name of NOT_FORWARDED) delete rest[name];
      // a redirect of the page stays behind the proxy
      const moved = location?.startsWith('/')
        ? { location: `${prefix}${location}` }
        : location === undefined
          ? {}
          : { location };
      res.writeHead(answer.statusCode ?? 502, { ...rest, ...moved });
      answer.pipe(res);
      res.on('close', () => {
        socket.destroy();
        resolve();
      });
    });
    call.on('error', () => reject(unreachable(target, 'EOF')));
    req.pipe(call);
  });
}

/** Passes an upgraded connection on (a WebSocket of the page behind the proxy). */
export function proxyUpgrade(
  runtime: PodRuntime,
  { target, path }: ProxyCall,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const upstream = open(runtime, target);
  const lines = [`${req.method} ${path} HTTP/1.1`];
  for (let at = 0; at + 1 < req.rawHeaders.length; at += 2)
    if (req.rawHeaders[at]?.toLowerCase() !== 'authorization')
      lines.push(`${req.rawHeaders[at]}: ${req.rawHeaders[at + 1]}`);
  upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) upstream.write(head);
  upstream.pipe(socket);
  socket.pipe(upstream);
  socket.on('close', () => upstream.destroy());
}

function open(runtime: PodRuntime, target: ProxyTarget): Duplex {
  // the simulated servers speak no TLS
  if (target.scheme === 'https') throw unreachable(target, 'http: server gave HTTP response to HTTPS client');
  try {
    return runtime.connect(target.pod, target.port);
  } catch (error) {
    throw unreachable(target, error instanceof Error ? error.message : String(error));
  }
}

function unreachable({ pod, port }: ProxyTarget, why: string): StatusError {
  const words = /refused$/.test(why) ? `dial tcp ${pod.status?.podIP}:${port}: connect: connection refused` : why;
  return new StatusError(503, 'ServiceUnavailable', `error trying to reach service: ${words}`);
}
