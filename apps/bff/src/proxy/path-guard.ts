import { ProblemError, problem } from '@quarterdeck/shared/problem';

export interface GuardedTarget {
  /** As it stands in the address: to be looked up, never interpolated. */
  readonly cluster: string;
  /** Rebuilt from its parts. */
  readonly path: string;
  /** Without "?"; not yet checked. */
  readonly query: string;
}

const MAX_PATH_LENGTH = 2048;
const MAX_SEGMENTS = 12;
const TARGET = /^\/api\/clusters\/([^/?]{1,768})\/k8s\/([^?]*)(?:\?(.*))?$/s;
// RFC 3986 pchar without "%"; the API server's own rule for names (IsValidPathSegmentName) is wider
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._~:@!$&'()*+,;=-]*$/;
const ROOTS = new Set(['api', 'apis', 'version', 'openapi', 'livez', 'readyz', 'healthz']);
// plain HTTP to these is either a tunnel (proxy: the widest way to reach other hosts) or needs an upgrade that is refused here
const DENIED_SUBRESOURCES = new Set(['proxy', 'exec', 'attach', 'portforward']);
// deprecated prefixes of RequestInfo ("special verbs") that shift every later segment by one
const DENIED_PREFIXES = new Set(['proxy', 'watch']);

function refuse(reason: string): ProblemError {
  return new ProblemError(problem('qd.request.path-refused', 'This path is not passed on', { params: { reason } }));
}

/**
 * Splits a raw request target, `/api/clusters/{cluster}/k8s/…`, and rebuilds the upstream path from segments that are checked
 * one by one: nothing is normalised after the check (GHSA-c534-2w9c-x7fm). Throws qd.request.path-refused.
 */
export function guardPath(target: string): GuardedTarget {
  const match = TARGET.exec(target);
  const [, encodedCluster, rawPath, query = ''] = match ?? [];
  if (encodedCluster === undefined || rawPath === undefined) throw refuse('target');
  if (rawPath.length > MAX_PATH_LENGTH) throw refuse('length');
  const segments = rawPath.split('/').map(readSegment);
  if (segments.length > MAX_SEGMENTS) throw refuse('depth');
  if (!ROOTS.has(segments[0] as string)) throw refuse('root');
  if (isDenied(segments)) throw refuse('subresource');
  return { cluster: decodeCluster(encodedCluster), path: `/${segments.map(encodeURIComponent).join('/')}`, query };
}

/** One segment, its percent-encodings undone where they stand for a character that a name may hold. */
function readSegment(raw: string): string {
  const text = raw.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // %2e decodes to "." and %2f to "/": both fail here, as do "%" left over from %25, controls, and all beyond ASCII
  if (!SEGMENT.test(text) || /%2e/i.test(raw)) throw refuse('segment');
  return text;
}

function decodeCluster(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw refuse('cluster');
  }
}

function isDenied(segments: readonly string[]): boolean {
  const [root] = segments;
  if (root !== 'api' && root !== 'apis') return false;
  const rest = segments.slice(root === 'api' ? 2 : 3);
  if (DENIED_PREFIXES.has(rest[0] ?? '')) return true;
  // /namespaces/{ns}/{resource}/{name}/{subresource…} or /{resource}/{name}/{subresource…}; of the two readings of
  // /namespaces/{name}/{subresource}, neither may be a denied one
  const afterNamespace = rest[0] === 'namespaces' ? rest.slice(4) : [];
  return [...rest.slice(2, rest[0] === 'namespaces' ? 3 : undefined), ...afterNamespace].some((segment) =>
    DENIED_SUBRESOURCES.has(segment),
  );
}
