import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { isApiStatus } from '@quarterdeck/shared/api-status';
import { ProblemError } from '@quarterdeck/shared/problem';
import type { UpstreamResponse } from '../clusters/cluster.ts';
import { readBounded } from '../live/upstream-answer.ts';
import { answerHeaders, requestHeaders, withoutPrefix } from './preview-headers.ts';
import { sendOwnPage } from './preview-page.ts';
import { proxyPath } from './preview-target.ts';
import type { Preview } from './previews.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** A page that works on its answer, or is asked to wait for news. */
const HEADERS_TIMEOUT_MS = 180_000;
const MAX_STATUS_BYTES = 64 * 1024;

/** Passes a page's request on to its port, through the API server's proxy with the person's credential, and the answer back. */
export async function forwardRequest(
  preview: Preview,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { cluster, session, target, origin, signal } = preview;
  const { headers, method = 'GET', url = '/' } = request;
  const language = headers['accept-language'];
  if (!METHODS.has(method) || !url.startsWith('/')) {
    sendOwnPage(response, language, { status: 400, says: 'refused' });
    return;
  }
  const controller = new AbortController();
  const abort = () => controller.abort();
  response.once('close', abort);
  // what is under way ends with the port
  const stop = () => {
    controller.abort();
    response.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  const hasBody = (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
  try {
    const answer = await cluster.request(session.credential, {
      method,
      path: proxyPath(target),
      page: pagePath(url, preview),
      headers: requestHeaders(headers, origin, cluster.host),
      body: hasBody ? request : null,
      signal: controller.signal,
      headersTimeoutMs: HEADERS_TIMEOUT_MS,
      // events may be far apart
      bodyTimeoutMs: 0,
    });
    const small = await smallFault(answer, request);
    const message = small && apiMessage(small);
    if (message !== undefined) {
      sendOwnPage(response, language, { status: answer.status, says: 'failed', detail: message });
      return;
    }
    response.statusCode = answer.status;
    for (const [name, value] of answerHeaders(answer, origin, cluster.host, target)) response.setHeader(name, value);
    response.flushHeaders();
    if (small) response.end(small);
    else await pipeline(answer.body, response);
  } catch (error) {
    if (response.destroyed || response.headersSent) response.destroy();
    else {
      const { status, title, detail } =
        error instanceof ProblemError ? error.problem : { status: 502, title: 'No answer came', detail: '' };
      const says = status === 400 ? 'refused' : 'failed';
      sendOwnPage(response, language, { status, says, detail: [title, detail].filter(Boolean).join('\n') });
    }
  } finally {
    response.off('close', abort);
    signal.removeEventListener('abort', stop);
    request.unpipe();
    request.resume();
  }
}

/** The path at the port. Links that the API server has written anew lead to the same place. */
export function pagePath(url: string, { target }: Preview): string {
  const at = url.indexOf('?');
  return at < 0 ? withoutPrefix(url, target) : `${withoutPrefix(url.slice(0, at), target)}${url.slice(at)}`;
}

/** The body of an answer that may be the API server's own refusal, where a page was wanted. */
async function smallFault(answer: UpstreamResponse, request: IncomingMessage): Promise<Buffer | undefined> {
  const wantsPage = request.headers['sec-fetch-mode'] === 'navigate' || /text\/html/.test(request.headers.accept ?? '');
  const isJson = /^application\/json\b/.test(answer.headers['content-type'] ?? '');
  const length = Number(answer.headers['content-length'] ?? 0);
  const isPlain = answer.headers['content-encoding'] === undefined;
  if (answer.status < 400 || !wantsPage || !isJson || !isPlain || length > MAX_STATUS_BYTES) return undefined;
  return (await readBounded(answer.body, MAX_STATUS_BYTES)) ?? Buffer.alloc(0);
}

/** What the API server says; undefined when it is the port's own answer. */
function apiMessage(bytes: Buffer): string | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isApiStatus(value) ? (value.message ?? '') : undefined;
  } catch {
    return undefined;
  }
}
