import { randomBytes } from 'node:crypto';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Clock } from '../live/clock.ts';
import type { SealedSession, SessionSeal } from './sealed-session.ts';
import type { Session } from './session.ts';
import { SessionCookie } from './session-cookie.ts';
import type { SessionRegistry } from './session-registry.ts';

interface SessionStoreOptions {
  readonly seal: SessionSeal;
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly secureCookies: boolean;
  readonly maxSeconds: number;
}

/** Opens, reads, renews and ends sessions: the cookie's seal and the process' registry together. */
export class SessionStore {
  readonly #options: SessionStoreOptions;

  constructor(options: SessionStoreOptions) {
    this.#options = options;
  }

  /** The living session of a cluster in a Cookie header. Throws qd.session.required or .expired. */
  async require(cluster: string, cookieHeader: string | undefined): Promise<SealedSession> {
    const { seal, registry } = this.#options;
    const text = this.#cookie(cluster).read(cookieHeader);
    const sealed = text === undefined ? undefined : await seal.open(text);
    // a cookie renamed by hand to another cluster's must not send its token there
    if (!sealed || sealed.session.cluster !== cluster)
      throw new ProblemError(problem('qd.session.required', 'Sign in first', { params: { cluster } }));
    const expiry = registry.hasEnded(sealed.session) ? 'signed-out' : registry.expiry(sealed.session, sealed.seenAt);
    if (expiry === 'token')
      throw new ProblemError(problem('qd.session.token-expired', 'The token has expired', { params: { cluster } }));
    if (expiry)
      throw new ProblemError(problem('qd.session.expired', 'The session has ended', { params: { cluster, expiry } }));
    return sealed;
  }

  /** Notes activity; Set-Cookie headers when the idle time is to be renewed. */
  async renew({ session, seenAt }: SealedSession, cookieHeader: string | undefined): Promise<string[]> {
    if (!this.#options.registry.touch(session, seenAt)) return [];
    return this.#write(session, cookieHeader);
  }

  /** A new session with a new id; one that the request still carried ends. `until`: it must not last longer (epoch seconds). */
  async open(
    facts: Omit<Session, 'id' | 'csrf' | 'sessionExpiresAt'>,
    cookieHeader: string | undefined,
    until = Number.POSITIVE_INFINITY,
  ): Promise<{ readonly session: Session; readonly setCookie: string[] }> {
    const { clock, maxSeconds } = this.#options;
    const latest = Math.min(Math.floor(clock.now() / 1000) + maxSeconds, until);
    const session: Session = {
      ...facts,
      id: randomBytes(32).toString('base64url'),
      csrf: randomBytes(32).toString('base64url'),
      sessionExpiresAt: Math.min(latest, facts.tokenExpiresAt ?? latest),
    };
    const setCookie = await this.#write(session, cookieHeader);
    await this.#endCarried(session.cluster, cookieHeader);
    return { session, setCookie };
  }

  /** Set-Cookie headers that remove a cluster's session from the browser. */
  clear(cluster: string, cookieHeader: string | undefined): string[] {
    return this.#cookie(cluster).clear(cookieHeader);
  }

  /** Calls `ended` when a session is over; returns a function that stops watching. */
  watch(session: Session, ended: () => void): () => void {
    return this.#options.registry.watch(session, ended);
  }

  end(session: Session): void {
    this.#options.registry.end(session);
  }

  async #endCarried(cluster: string, cookieHeader: string | undefined): Promise<void> {
    const earlier = await this.require(cluster, cookieHeader).catch(() => undefined);
    if (earlier) this.end(earlier.session);
  }

  async #write(session: Session, cookieHeader: string | undefined): Promise<string[]> {
    const { seal, clock } = this.#options;
    const sealed = await seal.seal({ session, seenAt: Math.floor(clock.now() / 1000) });
    return this.#cookie(session.cluster).write(sealed, cookieHeader);
  }

  #cookie(cluster: string): SessionCookie {
    return new SessionCookie(cluster, this.#options.secureCookies);
  }
}
