import { problemOfStatus } from '@quarterdeck/shared/api-status';
import { ACCOUNT_HEADER, BACKGROUND_HEADER, REQUESTED_BY_HEADER } from '@quarterdeck/shared/bff-api';
import { isProblem, type Problem, type ProblemCode, ProblemError, problem } from '@quarterdeck/shared/problem';
import { publicPath } from './base-path.ts';
import { isPersonHere } from './person-activity.ts';

/** Codes that say "this session is over", as opposed to "this sign-in was refused". */
const SESSION_OVER: ReadonlySet<ProblemCode> = new Set([
  'qd.session.required',
  'qd.session.expired',
  'qd.session.token-expired',
  'qd.session.switched',
  'qd.api.unauthorized',
]);

type SessionOverListener = (cluster: string, problem: Problem) => void;
const sessionOverListeners = new Set<SessionOverListener>();

/** Is told of each answer that says that a cluster's session is over. Returns a function that stops listening. */
export function onSessionOver(listener: SessionOverListener): () => void {
  sessionOverListeners.add(listener);
  return () => sessionOverListeners.delete(listener);
}

/** Tells the listeners that a cluster's session is over (also for sockets that were closed with 4401). */
export function announceSessionOver(cluster: string, reason: Problem): void {
  for (const listener of sessionOverListeners) listener(cluster, reason);
}

let accountOf: (cluster: string) => string | undefined = () => undefined;

/** Says which account this page is on a cluster: requests are refused once another one was chosen in another tab. */
export function tellAccounts(source: (cluster: string) => string | undefined): void {
  accountOf = source;
}

function clusterOf(path: string): string | undefined {
  const segment = /^\/api\/clusters\/([^/?]+)/.exec(path)?.[1];
  return segment === undefined ? undefined : decodeURIComponent(segment);
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The API server's refusal with all that it said: its Status and its warnings beside the Problem. */
export class RefusedError extends ProblemError {
  readonly body: unknown;
  readonly headers: Headers;
  constructor(problem: Problem, body: unknown, headers: Headers) {
    super(problem);
    this.name = 'RefusedError';
    this.body = body;
    this.headers = headers;
  }
}

async function refusalOf(response: Response): Promise<RefusedError> {
  const body = await readBody(response);
  const found = isProblem(body) ? body : problemOfStatus(response.status, body);
  const requestId = response.headers.get('x-request-id');
  const named = requestId === null || found.requestId !== undefined ? found : { ...found, requestId };
  return new RefusedError(named, body, response.headers);
}

/**
 * fetch to the BFF. Resolves with a successful answer only; everything else is a ProblemError. A request that the caller
 * aborted rejects with its AbortError, as fetch does.
 */
export async function apiFetch(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set(REQUESTED_BY_HEADER, '1');
  if (!isPersonHere()) headers.set(BACKGROUND_HEADER, '1');
  const cluster = clusterOf(path);
  // what asks for the session itself wants to know whose it is
  const account = cluster === undefined || path.endsWith('/session') ? undefined : accountOf(cluster);
  if (account !== undefined) headers.set(ACCOUNT_HEADER, account);
  let response: Response;
  try {
    response = await fetch(publicPath(path), { credentials: 'same-origin', redirect: 'error', ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ProblemError(problem('qd.app.unreachable', 'Quarterdeck did not answer', { detail: String(error) }), {
      cause: error,
    });
  }
  if (response.ok) return response;
  const refusal = await refusalOf(response);
  if (cluster !== undefined && SESSION_OVER.has(refusal.problem.code)) announceSessionOver(cluster, refusal.problem);
  throw refusal;
}

/** fetch to a cluster's API server through the BFF; `path` as the API server knows it ("/api/v1/…"). */
export function k8sFetch(cluster: string, path: string, init?: RequestInit): Promise<Response> {
  return apiFetch(`/api/clusters/${encodeURIComponent(cluster)}/k8s${path}`, init);
}

/** The JSON answer of a cluster's API server. `T` is the caller's word for what that path answers. */
export async function k8sJson<T>(cluster: string, path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json');
  const response = await k8sFetch(cluster, path, { ...init, headers });
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ProblemError(problem('qd.cluster.bad-answer', 'The answer is not JSON', { detail: String(error) }), {
      cause: error,
    });
  }
}

/** The Problem in whatever was thrown. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return problem('qd.internal', 'Unexpected error in the browser', { detail: String(error) });
}
