import { pipeline } from 'node:stream/promises';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Request, Response } from 'express';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { type AuditFacts, AuditLog, resultOf, whence } from '../telemetry/audit-log.ts';
import type { EndlessLimit } from './endless-limit.ts';
import { browserHeaders, upstreamHeaders } from './header-policy.ts';
import { limitBody, MAX_BODY_BYTES, tooLarge } from './limited-body.ts';
import { guardPath } from './path-guard.ts';
import { guardQuery } from './query-guard.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

export interface ProxyOptions {
  readonly sessions: SessionWatch;
  readonly endless: EndlessLimit;
  readonly audit?: AuditLog;
}

const READS = new Set(['GET', 'HEAD']);
/** Questions in the form of a POST: they write nothing, and a page asks many. */
const REVIEW = /^\/apis\/auth(?:orization|entication)\.k8s\.io\/[^/]+\/(?:namespaces\/[^/]+\/)?[a-z]+reviews$/;

/** Pipes a request to the API server and its answer back, byte by byte, with the session's credential. */
export async function proxyRequest(
  request: Request,
  response: Response,
  cluster: Cluster,
  session: Session,
  { sessions, endless, audit = AuditLog.none }: ProxyOptions,
): Promise<void> {
  if (!METHODS.has(request.method))
    throw new ProblemError(problem('qd.request.method-refused', 'This method is not passed on'));
  const target = guardPath(request.originalUrl);
  // the router decoded the name by itself: both readings must be the same cluster
  if (target.cluster !== cluster.name)
    throw new ProblemError(problem('qd.request.path-refused', 'This path is not passed on'));
  const query = guardQuery(target.query);
  const headers = upstreamHeaders(request.headers, query.endless);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const hasBody = headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;

  // a deletion's options may come in its body, and then the API server does not read those of the address
  const isDryRun = query.dryRun && request.method !== 'DELETE';
  const isWrite = !READS.has(request.method) && !isDryRun && !REVIEW.test(target.path);
  const note = (error: unknown, status = 0): void => {
    if (!isWrite) return;
    // where, not what: a body holds Secrets
    const facts: AuditFacts = { method: request.method, path: target.path, ...whence(request) };
    if (error === null) audit.did(session, 'write', resultOf(status), { ...facts, status });
    else audit.didNot(session, 'write', error, facts);
  };

  const leave = query.endless ? endless.take(session) : () => {};
  const controller = new AbortController();
  const abort = () => controller.abort();
  response.once('close', abort);
  // a watch must not outlive the right to see it (CVE-2023-40025)
  const release = query.endless ? sessions.watch(session, () => response.destroy()) : () => {};
  try {
    const asked = cluster.request(session.credential, {
      method: request.method,
      path: target.path + query.text,
      headers,
      body: hasBody ? limitBody(request) : null,
      signal: controller.signal,
      ...(query.endless ? { bodyTimeoutMs: 0 } : {}),
    });
    asked.then(({ status }) => note(null, status), note);
    const answer = await asked;
    response.status(answer.status);
    response.setHeaders(browserHeaders(answer.headers));
    if (query.endless) response.flushHeaders();
    await pipeline(answer.body, response);
  } catch (error) {
    // the browser left, or what it got was cut: either way there is nobody to tell
    if (!response.destroyed) throw error;
  } finally {
    response.off('close', abort);
    release();
    leave();
    // An unread rest of the body would be what the next request on this connection waits behind, perhaps another person's
    // (a reverse proxy shares its connections). Node reads it off by itself only when nobody has begun to.
    request.unpipe();
    request.resume();
  }
}
