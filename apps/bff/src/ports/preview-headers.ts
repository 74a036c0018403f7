import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { type PreviewTarget, writtenProxyPath } from './preview-target.ts';

/** Cookies of ours, on whatever host they are: no page and no server in the cluster sees or sets one. */
const OUR_COOKIE = /^(?:__Host-|__Secure-)?qd-/;

/**
 * What a page's request may carry besides headers of its own ("x-…"). Not Authorization, which is the API server's, and nothing that
 * says who somebody is or where they come from: the API server believes some of that (X-Remote-*, Impersonate-*).
 */
const PASSED = new Set([
  'accept',
  'accept-language',
  'cache-control',
  'content-length',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-event-id',
  'pragma',
  'range',
]);
const OWN = /^x-(?!forwarded|remote|real-ip|original|quarterdeck|impersonate)[a-z0-9-]{1,100}$/;

/** The headers that go to the page's server. `ours` and `theirs`: its origin in the browser, and as it knows itself. */
export function requestHeaders(headers: IncomingHttpHeaders, ours: string, host: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (typeof value === 'string' && (PASSED.has(name) || OWN.test(name))) kept[name] = value;
  const cookies = Object.entries(parseCookie(headers.cookie ?? '')).filter(([name]) => !OUR_COOKIE.test(name));
  const raw = (headers.cookie ?? '')
    .split(/;\s*/)
    .filter((pair) => cookies.some(([name]) => pair.startsWith(`${name}=`)));
  if (raw.length > 0) kept['cookie'] = raw.join('; ');
  // what servers compare with the Host that they see, against requests of other pages
  if (headers.origin === ours) kept['origin'] = `http://${host}`;
  if (headers.referer?.startsWith(`${ours}/`)) kept['referer'] = `http://${host}${headers.referer.slice(ours.length)}`;
  const { protocol, host: shownHost } = new URL(ours);
  kept['x-forwarded-host'] = shownHost;
  kept['x-forwarded-proto'] = protocol.slice(0, -1);
  // the API server rewrites links of pages that it can unpack
  const gzip = /(?:^|[\s,])gzip(?:[\s,;]|$)/.test(String(headers['accept-encoding'] ?? ''));
  kept['accept-encoding'] = gzip ? 'gzip' : 'identity';
  return kept;
}

/** What would reach beyond the page: other hosts, other times, the browser's own dialogs, or the connection. */
const DROPPED = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'alt-svc',
  'clear-site-data',
  'connection',
  'cross-origin-opener-policy',
  'keep-alive',
  'location',
  'nel',
  'origin-agent-cluster',
  'proxy-authenticate',
  'proxy-connection',
  'public-key-pins',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'set-cookie',
  'sourcemap',
  'strict-transport-security',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
  'x-frame-options',
]);

/**
 * The page may run its scripts and keep its own storage, on an origin of its own; it may not be framed by others, nor lead the tab that
 * opened it anywhere.
 */
const SANDBOX =
  "sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-pointer-lock; frame-ancestors 'self'";

interface PageAnswer {
  readonly headers: IncomingHttpHeaders;
  readonly setCookie?: readonly string[];
}

/** The headers that reach the browser. */
export function answerHeaders(answer: PageAnswer, ours: string, host: string, target: PreviewTarget) {
  const kept = new Map<string, string | string[]>();
  for (const [name, value] of Object.entries(answer.headers))
    if (typeof value === 'string' && !DROPPED.has(name)) kept.set(name, value);
  const { location } = answer.headers;
  if (location !== undefined) kept.set('location', ownLocation(location, ours, host, target));
  const cookies = (answer.setCookie ?? []).map(ownCookie).filter((line) => line !== undefined);
  if (cookies.length > 0) kept.set('set-cookie', cookies);
  const csp = kept.get('content-security-policy');
  kept.set('content-security-policy', typeof csp === 'string' ? [csp, SANDBOX] : SANDBOX);
  kept.set('cross-origin-opener-policy', 'same-origin');
  kept.set('cross-origin-resource-policy', 'same-origin');
  kept.set('x-content-type-options', 'nosniff');
  kept.set('referrer-policy', 'same-origin');
  // a page of the cluster has no business with these, and its origin is not one that a person knows
  kept.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()');
  return kept;
}

/** Where a redirect leads: to a place of the page's own it stays within its origin; elsewhere it goes where it says. */
function ownLocation(location: string, ours: string, host: string, target: PreviewTarget): string {
  let url: URL;
  try {
    url = new URL(location, `http://${host}/`);
  } catch {
    return '/';
  }
  if (!/^https?:$/.test(url.protocol)) return '/';
  if (url.host !== host && url.origin !== ours) return url.href;
  // relative ones are for the browser to resolve
  if (!/^[a-z][a-z0-9+.-]*:|^\//i.test(location)) return location;
  return `${ours}${withoutPrefix(url.pathname, target)}${url.search}${url.hash}`;
}

/** A path without the prefix that the API server writes in front of it. */
export function withoutPrefix(path: string, target: PreviewTarget): string {
  const prefix = writtenProxyPath(target);
  if (path === prefix) return '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

/** The cookie for its own host alone; undefined when it has a name of ours. */
function ownCookie(line: string): string | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const name = pair.split('=', 1)[0]?.trim() ?? '';
  if (name === '' || OUR_COOKIE.test(name)) return undefined;
  const kept = attributes.filter((one) => !/^\s*(?:domain|partitioned)\s*(?:=|$)/i.test(one));
  return [pair, ...kept].join(';');
}
