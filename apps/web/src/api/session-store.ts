import type { SessionInfo, SignedOut, SignInBody } from '@quarterdeck/shared/bff-api';
import { type Problem, ProblemError } from '@quarterdeck/shared/problem';
import { apiFetch, onSessionOver, problemOfError, tellAccounts } from './api-fetch.ts';

/** What is known of a person's session on one cluster. */
export type SessionState =
  | { readonly status: 'unknown' }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly session: SessionInfo }
  /** it was there and is over: `session` tells whose page this is until the same person signs in again */
  | { readonly status: 'expired'; readonly session: SessionInfo; readonly problem: Problem }
  /** the BFF or the cluster could not say */
  | { readonly status: 'failed'; readonly problem: Problem };

const UNKNOWN: SessionState = { status: 'unknown' };

type Change = { readonly cluster: string; readonly before: SessionState; readonly after: SessionState };

/** Sessions by cluster. The credential itself is in a cookie that no script can read: this holds what may be shown. */
export class SessionStore {
  readonly #states = new Map<string, SessionState>();
  readonly #loading = new Map<string, Promise<SessionState>>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #fetch: typeof apiFetch;
  #leaving: Promise<unknown> = Promise.resolve();

  /** the same browser's other tabs, whose cookies are ours */
  readonly #others: BroadcastChannel | undefined;

  constructor(fetch: typeof apiFetch = apiFetch, others?: BroadcastChannel) {
    this.#fetch = fetch;
    this.#others = others;
    if (others)
      others.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string' && this.session(data) !== undefined) void this.load(data);
      };
  }

  readonly subscribe = (listener: (change: Change) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  state(cluster: string): SessionState {
    return this.#states.get(cluster) ?? UNKNOWN;
  }

  /** The session, also one that is over and waits to be renewed in place. */
  session(cluster: string): SessionInfo | undefined {
    const state = this.state(cluster);
    return state.status === 'signed-in' || state.status === 'expired' ? state.session : undefined;
  }

  /** CSRF values of the sessions that are alive, by cluster: the first frame of every socket carries them. */
  csrf(): Record<string, string> {
    const values: Record<string, string> = {};
    for (const [cluster, state] of this.#states) if (state.status === 'signed-in') values[cluster] = state.session.csrf;
    return values;
  }

  /** Clusters whose session is alive, as far as is known. */
  signedIn(): string[] {
    return Object.keys(this.csrf());
  }

  /** Asks the BFF for the session (which also keeps it from going idle). Calls at the same time share one request. */
  load(cluster: string): Promise<SessionState> {
    const running = this.#loading.get(cluster);
    if (running) return running;
    const request = this.#request(cluster, 'GET')
      .then((session): SessionState => ({ status: 'signed-in', session }))
      .catch((error: unknown): SessionState => {
        const problem = problemOfError(error);
        const before = this.state(cluster);
        if (problem.status === 401 && before.status === 'signed-in')
          return { status: 'expired', session: before.session, problem };
        if (problem.status === 401) return before.status === 'expired' ? before : { status: 'signed-out' };
        // a keep-alive that failed says nothing about the session
        return before.status === 'signed-in' || before.status === 'expired' ? before : { status: 'failed', problem };
      })
      .then((state) => this.#set(cluster, state))
      .finally(() => this.#loading.delete(cluster));
    this.#loading.set(cluster, request);
    return request;
  }

  /** Signs in; rejects with a ProblemError that says why not. A kubeconfig may mean another cluster than the one that was asked. */
  async signIn(cluster: string, body: SignInBody): Promise<SessionInfo> {
    const session = await this.#request(cluster, 'POST', body);
    this.take(session);
    return session;
  }

  /** A session that another request has brought: a switch of accounts. */
  take(session: SessionInfo): void {
    this.#set(session.cluster, { status: 'signed-in', session });
    this.#others?.postMessage(session.cluster);
  }

  /** Signs out; where to go for the end of the provider's own session, if there is one. Signed out here even when the BFF cannot be told. */
  async signOut(cluster: string): Promise<string | null> {
    this.#set(cluster, { status: 'signed-out' });
    try {
      const answer = await this.#leave(path(cluster));
      this.#others?.postMessage(cluster);
      return await logoutUrlIn(answer);
    } catch (error) {
      // an ended session is what was asked for
      if (!(error instanceof ProblemError && error.problem.status === 401)) throw error;
      return null;
    }
  }

  /** Resolves when no sign-out is on its way any more: what is asked before that may still name who is leaving. */
  left(): Promise<unknown> {
    return this.#leaving;
  }

  /** Signs every account of this browser out, on every cluster. */
  async signOutEverywhere(): Promise<string | null> {
    const answer = await this.#leave('/api/accounts');
    for (const [cluster, { status }] of this.#states)
      if (status !== 'failed') {
        this.#set(cluster, { status: 'signed-out' });
        this.#others?.postMessage(cluster);
      }
    return logoutUrlIn(answer);
  }

  /** Notes that the session is over, or another account's now. Does nothing where there was none. */
  expire(cluster: string, problem: Problem): void {
    const before = this.state(cluster);
    if (problem.code === 'qd.session.switched') {
      void this.load(cluster);
      return;
    }
    if (before.status === 'signed-in') this.#set(cluster, { status: 'expired', session: before.session, problem });
  }

  #leave(address: string): Promise<Response> {
    const told = this.#fetch(address, { method: 'DELETE' });
    this.#leaving = told.catch(() => undefined);
    return told;
  }

  async #request(cluster: string, method: 'GET' | 'POST', body?: SignInBody): Promise<SessionInfo> {
    const response = await this.#fetch(path(cluster), {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    return (await response.json()) as SessionInfo;
  }

  #set(cluster: string, after: SessionState): SessionState {
    const before = this.state(cluster);
    if (before === after) return after;
    this.#states.set(cluster, after);
    for (const listener of this.#listeners) listener({ cluster, before, after });
    return after;
  }
}

function path(cluster: string): string {
  return `/api/clusters/${encodeURIComponent(cluster)}/session`;
}

async function logoutUrlIn(answer: Response): Promise<string | null> {
  if (answer.status === 204) return null;
  return ((await answer.json()) as SignedOut).logoutUrl;
}

/** The sessions of this tab. */
export const sessionStore = new SessionStore(
  apiFetch,
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('quarterdeck.sessions'),
);
onSessionOver((cluster, problem) => sessionStore.expire(cluster, problem));
tellAccounts((cluster) => sessionStore.session(cluster)?.account);
