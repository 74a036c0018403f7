import type { IncomingHttpHeaders } from 'node:http';
import { ProblemError, problem } from '@quarterdeck/shared/problem';

const ACCEPT = /^[A-Za-z0-9!#$&^_.+*/;=,: "-]{1,512}$/;
const BODY_TYPE = /^application\/(?:[a-z0-9.-]{1,100}\+)?(?:json|yaml)(?:;\s*charset=utf-8)?$/i;

/**
 * The headers that go upstream, built by name. Nothing else is copied: no Authorization, Cookie, Impersonate-*, X-Remote-*
 * or Forwarded, and no header that Connection lists can remove one of ours (CVE-2021-31999, CVE-2025-64484).
 */
export function upstreamHeaders(headers: IncomingHttpHeaders, endless: boolean): Record<string, string> {
  const kept: Record<string, string> = {};
  const { accept, 'content-type': contentType, 'content-length': contentLength } = headers;
  if (accept !== undefined && ACCEPT.test(accept)) kept['accept'] = accept;
  if (contentType !== undefined) {
    if (!BODY_TYPE.test(contentType))
      throw new ProblemError(problem('qd.request.invalid', 'A body of this type is not passed on'));
    kept['content-type'] = contentType;
  }
  if (contentLength !== undefined && contentLength !== '0') kept['content-length'] = contentLength;
  // the bytes pass as they are, so what the browser can unpack saves the way; streams are never compressed
  const gzip = /(?:^|[\s,])gzip(?:[\s,]|$)/.test(String(headers['accept-encoding'] ?? ''));
  kept['accept-encoding'] = gzip && !endless ? 'gzip' : 'identity';
  return kept;
}

const PASSED_BACK = ['content-type', 'content-length', 'content-encoding', 'warning', 'retry-after', 'audit-id'];
const SHOWN =
  /^(?:application\/(?:[a-z0-9.+-]*\+)?(?:json|yaml)|application\/com\.github\.proto-openapi[a-z0-9.@+_-]*|text\/plain)(?:;|$)/i;

/** The headers of the API server's answer that reach the browser. Cluster content never runs as a page of ours. */
export function browserHeaders(headers: IncomingHttpHeaders): Map<string, string> {
  const kept = new Map<string, string>();
  for (const name of PASSED_BACK) {
    const value = headers[name];
    if (typeof value === 'string') kept.set(name, value);
  }
  const type = kept.get('content-type');
  if (type === undefined) kept.set('content-type', 'application/octet-stream');
  if (type === undefined || !SHOWN.test(type)) kept.set('content-disposition', 'attachment');
  kept.set('content-security-policy', "default-src 'none'; sandbox");
  return kept;
}
