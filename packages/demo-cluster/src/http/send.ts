import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { StatusError } from '../status-error.ts';
import { PlainAnswer } from './plain-answer.ts';

/** Bodies below this size are not worth compressing (the API server's own limit). */
const GZIP_FROM = 128 * 1024;
const CHUNK = 64 * 1024;
const compress = promisify(gzip);

/** Clients whose answers are meant for people's eyes, when they do not ask for it by ?pretty. */
const FOR_PEOPLE = /^(?:curl|Wget|Mozilla\/5\.0)/;

export function sendText(res: ServerResponse, code: number, text: string): void {
  res.writeHead(code, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-cache, private',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}

/** The client is told, whatever comes of its request (RFC 7234 §5.5, code 299). */
export function setWarnings(res: ServerResponse, warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const quoted = [...new Set(warnings)].map((text) => `299 - "${text.replace(/["\\]/g, '\\$&')}"`);
  res.setHeader('warning', quoted);
}

/** One JSON document, compressed when it is large and the client takes gzip. A content type that is set already stays. */
export async function sendJson(res: ServerResponse, code: number, body: unknown): Promise<void> {
  await sendBytes(res, code, `${JSON.stringify(body, null, isForPeople(res) ? 2 : undefined)}\n`);
}

async function sendBytes(res: ServerResponse, code: number, text: string): Promise<void> {
  const type = {
    'content-type': String(res.getHeader('content-type') ?? 'application/json'),
    'cache-control': String(res.getHeader('cache-control') ?? 'no-cache, private'),
  };
  if (text.length < GZIP_FROM || !takesGzip(res)) {
    res.writeHead(code, { ...type, 'content-length': Buffer.byteLength(text) });
    res.end(text);
    return;
  }
  const packed = await compress(text, { level: 1 });
  res.writeHead(code, {
    ...type,
    'content-encoding': 'gzip',
    vary: 'Accept-Encoding',
    'content-length': packed.length,
  });
  res.end(packed);
}

function isForPeople({ req }: ServerResponse): boolean {
  const asked = /[?&]pretty(?:=([^&]*))?(?:&|$)/.exec(req.url ?? '');
  if (asked) return asked[1] !== '0' && asked[1] !== 'false';
  return FOR_PEOPLE.test(req.headers['user-agent'] ?? '');
}

const takesGzip = (res: ServerResponse) => /\bgzip\b/.test(String(res.req.headers['accept-encoding'] ?? ''));

/**
 * A list, text by text of its items, so that a large one is never a string as a whole. Compressed ones are small pages, sent at once.
 */
export async function sendList(
  res: ServerResponse,
  head: Record<string, unknown>,
  itemsKey: string,
  items: Iterable<string>,
): Promise<void> {
  const start = `${JSON.stringify(head).slice(0, -1)},"${itemsKey}":[`;
  if (takesGzip(res)) {
    return sendBytes(res, 200, `${start}${[...items].join(',')}]}\n`);
  }
  res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  let buffer = start;
  let first = true;
  for (const item of items) {
    buffer += first ? item : `,${item}`;
    first = false;
    if (buffer.length < CHUNK) continue;
    if (!res.write(buffer)) await drained(res);
    if (res.destroyed) return;
    buffer = '';
  }
  res.end(`${buffer}]}\n`);
}

/** Resolves when more can be written, or when the client is gone. */
export function drained(res: ServerResponse): Promise<void> {
  if (res.destroyed || !res.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      res.off('drain', done);
      res.off('close', done);
      resolve();
    };
    res.on('drain', done);
    res.on('close', done);
  });
}

/** Anything that was thrown, as metav1.Status. What is no StatusError is a bug here and answers 500. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new StatusError(500, 'InternalError', `Internal error occurred: ${text}`, { causes: [{ message: text }] });
}

export async function sendError(res: ServerResponse, error: unknown): Promise<void> {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  if (error instanceof PlainAnswer) {
    if (error.retryAfterSeconds !== undefined) res.setHeader('retry-after', String(error.retryAfterSeconds));
    sendText(res, error.code, `${error.message}\n`);
    return;
  }
  const status = toStatusError(error);
  const { retryAfterSeconds } = status.details ?? {};
  if (retryAfterSeconds) res.setHeader('retry-after', String(retryAfterSeconds));
  await sendJson(res, status.code, status.toStatus());
}
