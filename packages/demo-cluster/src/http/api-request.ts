import { badRequest } from '../status-error.ts';

/** What a request asks for, read from method and path as the API server does (apiserver/pkg/endpoints/request). */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** get, list, watch, create, update, patch, delete, deletecollection; the lower-case method for paths that are no resource */
  readonly verb: string;
  readonly isResource: boolean;
  readonly group: string;
  readonly version: string;
  readonly namespace: string | undefined;
  readonly resource: string;
  readonly name: string | undefined;
  readonly subresource: string;
}

const VERBS: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const NAMESPACE_SUBRESOURCES = ['status', 'finalize'];

function decodeSegments(path: string): string[] {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    throw badRequest('the path is not valid percent-encoding');
  }
}

/** Reads method and target of a request. */
export function readApiRequest(method: string, target: string): ApiRequest {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  const segments = decodeSegments(path.replace(/\/+$/, ''));
  const other: ApiRequest = {
    method,
    path,
    query,
    verb: method.toLowerCase(),
    isResource: false,
    group: '',
    version: '',
    namespace: undefined,
    resource: '',
    name: undefined,
    subresource: '',
  };
  const [, root] = segments;
  const start = root === 'api' ? 3 : root === 'apis' ? 4 : 0;
  if (start === 0 || segments.length <= start) return other;
  const group = root === 'api' ? '' : (segments[2] as string);
  const version = segments[start - 1] as string;
  let rest = segments.slice(start);
  let namespace: string | undefined;
  let legacyWatch = false;
  if (rest[0] === 'watch') {
    legacyWatch = true;
    rest = rest.slice(1);
  }
  if (rest[0] === 'namespaces') {
    // a namespace counts as being in itself, so that a Role in it can grant `get` on it
    namespace = rest[1];
    if (rest.length > 2 && !NAMESPACE_SUBRESOURCES.includes(rest[2] as string)) rest = rest.slice(2);
  }
  const [resource, name, ...sub] = rest;
  if (!resource) return other;
  return {
    ...other,
    isResource: true,
    group,
    version,
    namespace,
    resource,
    name,
    subresource: sub.join('/'),
    verb: resourceVerb(method, name !== undefined, query, legacyWatch),
  };
}

function resourceVerb(method: string, named: boolean, query: URLSearchParams, legacyWatch: boolean): string {
  if (method === 'GET' || method === 'HEAD') {
    if (named && !legacyWatch) return 'get';
    return legacyWatch || isTrue(query.get('watch')) ? 'watch' : 'list';
  }
  if (method === 'DELETE' && !named) return 'deletecollection';
  return VERBS[method] ?? method.toLowerCase();
}

/** A boolean of a query string: "?watch", "watch=1" and "watch=true" are true. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}
