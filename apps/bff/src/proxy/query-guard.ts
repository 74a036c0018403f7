import { ProblemError, problem } from '@quarterdeck/shared/problem';

const MAX_QUERY_LENGTH = 16 * 1024;

/** Options of list, get, create, update, patch, delete and log requests (apimachinery metav1, core v1 PodLogOptions). */
const KEYS = new Set([
  'allowWatchBookmarks',
  'container',
  'continue',
  'dryRun',
  'exclude',
  'fieldManager',
  'fieldSelector',
  'fieldValidation',
  'follow',
  'force',
  'gracePeriodSeconds',
  'hash',
  'includeObject',
  'labelSelector',
  'limit',
  'limitBytes',
  'orphanDependents',
  'previous',
  'propagationPolicy',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'sinceSeconds',
  'sinceTime',
  'stream',
  'tailLines',
  'timeout',
  'timeoutSeconds',
  'timestamps',
  'verbose',
  'watch',
]);

// RFC 3986 query without ";", which some parsers take for "&"; no encoded control character
const PAIR = /^([A-Za-z]+)(?:=((?:[A-Za-z0-9._~:@!$'()*+,=/?-]|%[2-9A-Fa-f][0-9A-Fa-f])*))?$/;

export interface GuardedQuery {
  /** "" or "?…", as it came */
  readonly text: string;
  /** watch or follow: the answer has no end */
  readonly endless: boolean;
  /** nothing is written */
  readonly dryRun: boolean;
}

function refuse(reason: string): ProblemError {
  return new ProblemError(problem('qd.request.path-refused', 'This query is not passed on', { params: { reason } }));
}

/** Lets a query pass unchanged when every key is known, comes once, and holds no strange character. */
export function guardQuery(query: string): GuardedQuery {
  if (query === '') return { text: '', endless: false, dryRun: false };
  if (query.length > MAX_QUERY_LENGTH) throw refuse('length');
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [, key, value = ''] = PAIR.exec(pair) ?? [];
    if (key === undefined) throw refuse('characters');
    if (!KEYS.has(key)) throw refuse(`key ${key.slice(0, 40)}`);
    // of two values, we might read one and the API server the other
    if (values.has(key)) throw refuse(`repeated key ${key}`);
    values.set(key, value);
  }
  // apimachinery conversion: "false" and "0" are false, anything else is true, the empty value as well
  const isOn = (key: string) => values.has(key) && !['false', '0'].includes((values.get(key) ?? '').toLowerCase());
  const dryRun = values.get('dryRun') === 'All';
  return { text: `?${query}`, endless: isOn('watch') || isOn('follow'), dryRun };
}
