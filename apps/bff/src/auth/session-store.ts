import { randomBytes } from 'node:crypto';
import type { SignInMode } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Clock } from '../live/clock.ts';
import type { CookiePlace } from './cookie-place.ts';
import type { SealedSession, SessionSeal } from './sealed-session.ts';
import { accountOf, personOf, type Renewal, type Session, type SessionFacts } from './session.ts';
import { MAX_ACCOUNTS, SessionCookie } from './session-cookie.ts';
import type { SessionRegistry } from './session-registry.ts';

interface SessionStoreOptions {
  readonly seal: SessionSeal;
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly cookies: CookiePlace;
  readonly maxSeconds: number;
}

/** A living session as a request carried it. */
export interface FoundSession extends SealedSession {
  /** its credential was renewed since the cookie was sealed */
  readonly behind: boolean;
}

export interface KeptAccount extends FoundSession {
  /** 0: the present one */
  readonly slot: number;
}

interface OpenOptions {
  readonly mode?: SignInMode | undefined;
  /** epoch seconds: it must not last longer */
  readonly until?: number | undefined;
}

/** Opens, reads, renews and ends sessions: the cookies' seal and the process' registry together. */
export class SessionStore {
  readonly #options: SessionStoreOptions;

  constructor(options: SessionStoreOptions) {
    this.#options = options;
  }

  /** The living session of a cluster in a Cookie header. Throws qd.session.required or .expired. */
  require(cluster: string, cookieHeader: string | undefined): Promise<FoundSession> {
    return this.#require(cluster, cookieHeader, 0);
  }

  /** Every living account of a cluster in a Cookie header, the present one first. */
  async accounts(cluster: string, cookieHeader: string | undefined): Promise<KeptAccount[]> {
    const found: KeptAccount[] = [];
    for (let slot = 0; slot < MAX_ACCOUNTS; slot += 1) {
      const account = await this.#require(cluster, cookieHeader, slot).catch(() => undefined);
      if (account) found.push({ ...account, slot });
    }
    return found;
  }

  /** Notes activity of a person; Set-Cookie headers when the idle time is to be renewed, or the credential was. */
  async renew(found: FoundSession, cookieHeader: string | undefined, byPerson = true, slot = 0): Promise<string[]> {
    const { registry, clock } = this.#options;
    const { session, seenAt, behind } = found;
    const due = byPerson && registry.touch(session, seenAt);
    if (!due && !behind) return [];
    const seen = byPerson ? Math.floor(clock.now() / 1000) : registry.lastSeen(session, seenAt);
    return this.#write(session, cookieHeader, slot, seen);
  }

  /**
   * A new session with a new id. The one that the request carried ends, unless it is to be kept beside the new one, or is the same
   * person's and to be renewed in place: then that session is what comes back.
   */
  async open(
    facts: SessionFacts,
    cookieHeader: string | undefined,
    { mode = 'replace', until = Number.POSITIVE_INFINITY }: OpenOptions = {},
  ): Promise<{ readonly session: Session; readonly setCookie: string[] }> {
    const { clock, maxSeconds, registry } = this.#options;
    const kept = await this.accounts(facts.cluster, cookieHeader);
    const present = kept.find(({ slot }) => slot === 0);
    const latest = Math.min(Math.floor(clock.now() / 1000) + maxSeconds, until);
    const sessionExpiresAt =
      facts.oidc?.refreshToken == null ? Math.min(latest, facts.tokenExpiresAt ?? latest) : latest;
    if (mode === 'renew' && present && isSamePerson(present.session, facts)) {
      const { as } = present.session.credential;
      const renewed = registry.renew(present.session, {
        credential: as === undefined ? facts.credential : { ...facts.credential, as },
        tokenExpiresAt: facts.tokenExpiresAt,
        sessionExpiresAt,
        oidc: facts.oidc,
      });
      registry.touch(renewed, present.seenAt);
      return { session: renewed, setCookie: await this.#write(renewed, cookieHeader, 0) };
    }
    const session: Session = {
      ...facts,
      id: randomBytes(32).toString('base64url'),
      csrf: randomBytes(32).toString('base64url'),
      sessionExpiresAt,
    };
    // first what may fail: an account that does not fit leaves the others as they are
    const setCookie = await this.#write(session, cookieHeader, 0);
    const over: Session[] = [];
    for (const account of kept) {
      // the same person's older session is of no use beside the new one
      const keep = mode === 'add' ? !isSamePerson(account.session, facts) : account.slot > 0;
      if (keep && account.slot === 0) setCookie.push(...(await this.#putAside(account, kept, cookieHeader)));
      else if (!keep && account.slot > 0)
        setCookie.push(...this.#cookie(facts.cluster, account.slot).clear(cookieHeader));
      if (!keep) over.push(account.session);
    }
    for (const { id } of over) registry.noteReplaced(id);
    for (const ended of over) this.end(ended);
    return { session, setCookie };
  }

  /** Makes another account of this browser the present one; the present one is kept in its place. */
  async switchTo(
    cluster: string,
    account: string,
    cookieHeader: string | undefined,
  ): Promise<{ readonly session: Session; readonly setCookie: string[] }> {
    const kept = await this.accounts(cluster, cookieHeader);
    const wanted = kept.find(({ session }) => accountOf(session) === account);
    if (!wanted)
      throw new ProblemError(
        problem('qd.session.account-unknown', 'This account is not kept here', { params: { cluster } }),
      );
    if (wanted.slot === 0) return { session: wanted.session, setCookie: [] };
    const present = kept.find(({ slot }) => slot === 0);
    const left = present
      ? await this.#write(present.session, cookieHeader, wanted.slot)
      : this.#cookie(cluster, wanted.slot).clear(cookieHeader);
    return { session: wanted.session, setCookie: [...left, ...(await this.#write(wanted.session, cookieHeader, 0))] };
  }

  /** Set-Cookie headers that remove a cluster's present session from the browser. */
  clear(cluster: string, cookieHeader: string | undefined, slot = 0): string[] {
    return this.#cookie(cluster, slot).clear(cookieHeader);
  }

  /** Set-Cookie headers that remove every account of a cluster from the browser. */
  clearAll(cluster: string, cookieHeader: string | undefined): string[] {
    return Array.from({ length: MAX_ACCOUNTS }, (_, slot) => this.clear(cluster, cookieHeader, slot)).flat();
  }

  /** Calls `ended` when a session is over; returns a function that stops watching. */
  watch(session: Session, ended: () => void): () => void {
    return this.#options.registry.watch(session, ended);
  }

  end(session: Session): void {
    this.#options.registry.end(session);
  }

  /** A new credential for a session that lives on; the next answer carries its cookie. */
  adoptRenewal(session: Session, renewal: Renewal): void {
    this.#options.registry.renew(session, renewal);
  }

  async #require(cluster: string, cookieHeader: string | undefined, slot: number): Promise<FoundSession> {
    const { seal, registry } = this.#options;
    const text = this.#cookie(cluster, slot).read(cookieHeader);
    const sealed = text === undefined ? undefined : await seal.open(text);
    // a cookie renamed by hand to another cluster's must not send its token there
    if (!sealed || sealed.session.cluster !== cluster)
      throw new ProblemError(problem('qd.session.required', 'Sign in first', { params: { cluster } }));
    const session = registry.adopt(sealed.session, sealed.seenAt);
    const why = () =>
      session === undefined || registry.hasEnded(session) ? 'signed-out' : registry.expiry(session, sealed.seenAt);
    if (session !== undefined && (why() === undefined || why() === 'token')) await registry.keepFresh(session);
    const expiry = why();
    if (expiry === 'token')
      throw new ProblemError(problem('qd.session.token-expired', 'The token has expired', { params: { cluster } }));
    if (expiry || session === undefined)
      throw new ProblemError(
        problem('qd.session.expired', 'The session has ended', {
          params: {
            cluster,
            expiry: expiry ?? 'signed-out',
            ...(registry.wasReplaced(sealed.session.id) ? { replaced: 'yes' } : {}),
          },
        }),
      );
    return { session, seenAt: sealed.seenAt, behind: (sealed.session.renewed ?? 0) < (session.renewed ?? 0) };
  }

  async #putAside(
    account: KeptAccount,
    kept: readonly KeptAccount[],
    cookieHeader: string | undefined,
  ): Promise<string[]> {
    const { session, seenAt } = account;
    const taken = new Set(kept.map(({ slot }) => slot));
    const free = Array.from({ length: MAX_ACCOUNTS }, (_, slot) => slot).find((slot) => !taken.has(slot));
    if (free === undefined) {
      const params = { cluster: session.cluster, limit: MAX_ACCOUNTS };
      throw new ProblemError(
        problem('qd.session.too-many-accounts', 'This browser keeps too many accounts', { params }),
      );
    }
    return this.#write(session, cookieHeader, free, this.#options.registry.lastSeen(session, seenAt));
  }

  async #write(session: Session, cookieHeader: string | undefined, slot: number, seenAt?: number): Promise<string[]> {
    const { seal, clock } = this.#options;
    const sealed = await seal.seal({ session, seenAt: seenAt ?? Math.floor(clock.now() / 1000) });
    return this.#cookie(session.cluster, slot).write(sealed, cookieHeader);
  }

  #cookie(cluster: string, slot: number): SessionCookie {
    return new SessionCookie(cluster, this.#options.cookies, slot);
  }
}

function isSamePerson(session: Session, facts: SessionFacts): boolean {
  return personOf(session).name === personOf(facts).name;
}
