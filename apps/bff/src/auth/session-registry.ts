import type { Clock } from '../live/clock.ts';
import type { Renewal, Session, SessionWatch } from './session.ts';

const RESEAL_MS = 60_000;
// setTimeout cannot wait longer
const MAX_TIMER_MS = 2 ** 31 - 1;
const SWEEP_MS = 10 * 60_000;
/** A credential is renewed this long before its end. */
const RENEW_AHEAD_MS = 60_000;
/** After a provider that could not be reached. */
const RENEW_RETRY_MS = 15_000;
/** Requests that were under way when a session was renewed still carry its older cookie. */
const OLDER_COOKIE_MS = 60_000;

type Live = { -readonly [Field in keyof Session]: Session[Field] };

interface Activity {
  lastSeen: number;
  resealedAt: number;
}

interface Watched {
  readonly session: Session;
  readonly listeners: Set<() => void>;
  cancel: () => void;
}

/** How a credential is renewed without the person. 'refused': never again with what the session holds. */
export type RenewCredential = (session: Session) => Promise<Renewal | 'refused'>;

/** Whether a credential can be renewed without the person. */
export function renewsItself(session: Pick<Session, 'oidc'>): boolean {
  return session.oidc?.refreshToken != null;
}

/**
 * What one process remembers about sessions beyond their cookies: which have signed out, when they were last active, what renewed
 * them, and who wants to know when they end. Nothing here is needed to accept a session, so a restart loses none; a second replica
 * learns of a sign-out only by the cookie's absence, and counts the idle time of its own sockets alone.
 */
export class SessionRegistry implements SessionWatch {
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #renew: RenewCredential;
  /** id → epoch milliseconds at which its cookie is refused for its age anyway */
  readonly #ended = new Map<string, number>();
  /** ids of ended sessions in whose place the browser has another */
  readonly #replaced = new Set<string>();
  readonly #activity = new Map<string, Activity>();
  readonly #watched = new Map<string, Watched>();
  readonly #live = new Map<string, Live>();
  readonly #renewing = new Map<string, Promise<void>>();
  /** id → epoch milliseconds of the last renewal, or of the last attempt that failed */
  readonly #renewedAt = new Map<string, number>();
  readonly #failedAt = new Map<string, number>();
  #sweptAt: number;

  constructor(clock: Clock, idleSeconds: number, renew: RenewCredential = async () => 'refused') {
    this.#clock = clock;
    this.#idleMs = idleSeconds * 1000;
    this.#renew = renew;
    this.#sweptAt = clock.now();
  }

  /** Sessions that were used here and have not ended, as far as this process knows. */
  get size(): number {
    return this.#activity.size;
  }

  /** Whether this session was signed out here. */
  hasEnded(session: Session): boolean {
    return this.#ended.has(session.id);
  }

  /** Notes that the browser is given another session in place of this one, which ends. */
  noteReplaced(id: string): void {
    this.#replaced.add(id);
  }

  wasReplaced(id: string): boolean {
    return this.#replaced.has(id);
  }

  /**
   * The one object of a session whose cookie was opened; undefined when the cookie is older than a renewal that was a while ago: who
   * still has it is not who renewed it.
   */
  adopt(opened: Session, sealedAtSeconds: number): Session | undefined {
    const live = this.#live.get(opened.id);
    const age = (session: Session) => session.renewed ?? 0;
    if (!this.#activity.has(opened.id) && !this.hasEnded(opened))
      this.#activity.set(opened.id, { lastSeen: sealedAtSeconds * 1000, resealedAt: sealedAtSeconds * 1000 });
    if (!live) {
      const first = { ...opened };
      if (!this.hasEnded(opened)) this.#live.set(opened.id, first);
      return first;
    }
    if (age(opened) > age(live)) this.#change(live, opened);
    const renewedAt = this.#renewedAt.get(live.id) ?? Number.NEGATIVE_INFINITY;
    const older = age(opened) < age(live);
    return older && this.#clock.now() - renewedAt > OLDER_COOKIE_MS ? undefined : live;
  }

  /** Why a session is over, judged by the time alone; undefined while it lives. */
  expiry(session: Session, sealedAtSeconds: number): 'idle' | 'absolute' | 'token' | undefined {
    const now = this.#clock.now();
    if (session.tokenExpiresAt !== null && now >= session.tokenExpiresAt * 1000) return 'token';
    if (now >= session.sessionExpiresAt * 1000) return 'absolute';
    const lastSeen = Math.max(sealedAtSeconds * 1000, this.#activity.get(session.id)?.lastSeen ?? 0);
    return now >= lastSeen + this.#idleMs ? 'idle' : undefined;
  }

  /** Notes a request. Returns true when the cookie should be sealed anew: at most once a minute and session. */
  touch(session: Session, sealedAtSeconds: number): boolean {
    const now = this.#clock.now();
    this.#sweep(now);
    const activity = this.#activity.get(session.id) ?? { lastSeen: now, resealedAt: sealedAtSeconds * 1000 };
    activity.lastSeen = now;
    this.#activity.set(session.id, activity);
    if (now - activity.resealedAt < RESEAL_MS) return false;
    activity.resealedAt = now;
    return true;
  }

  /** When a person was last seen, for a cookie that is sealed anew without one: epoch seconds. */
  lastSeen(session: Session, sealedAtSeconds: number): number {
    return Math.max(sealedAtSeconds, Math.floor((this.#activity.get(session.id)?.lastSeen ?? 0) / 1000));
  }

  /** Gives a living session another credential; whoever watches it goes on. */
  renew(session: Session, renewal: Renewal): Session {
    const live = this.#live.get(session.id) ?? { ...session };
    this.#live.set(session.id, live);
    this.#renewedAt.set(session.id, this.#clock.now());
    this.#change(live, { ...renewal, renewed: (live.renewed ?? 0) + 1 });
    return live;
  }

  /** Renews a credential that is about to end, where that needs nobody; a session whose provider refuses is over. */
  async keepFresh(session: Session): Promise<void> {
    if (this.#clock.now() < this.#renewalDue(session)) return;
    const failedAt = this.#failedAt.get(session.id);
    if (failedAt !== undefined && this.#clock.now() - failedAt < RENEW_RETRY_MS) return;
    let running = this.#renewing.get(session.id);
    if (!running) {
      running = this.#renewOnce(session).finally(() => this.#renewing.delete(session.id));
      this.#renewing.set(session.id, running);
    }
    await running;
  }

  /** Signs a session out: its id is refused from now on, and its sockets are told. */
  end(session: Session): void {
    this.#ended.set(session.id, session.sessionExpiresAt * 1000);
    this.#forget(session.id);
    this.#tell(session.id);
  }

  watch(session: Session, ended: () => void): () => void {
    if (this.hasEnded(session)) {
      queueMicrotask(ended);
      return () => {};
    }
    let watched = this.#watched.get(session.id);
    if (!watched) {
      watched = { session, listeners: new Set(), cancel: () => {} };
      this.#watched.set(session.id, watched);
      if (!this.#activity.has(session.id)) {
        const now = this.#clock.now();
        this.#activity.set(session.id, { lastSeen: now, resealedAt: 0 });
      }
      this.#arm(watched);
    }
    const { listeners } = watched;
    // an entry of its own, so that the same function may watch twice
    const listener = () => ended();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      const current = this.#watched.get(session.id);
      if (listeners.size > 0 || current?.listeners !== listeners) return;
      current.cancel();
      this.#watched.delete(session.id);
    };
  }

  /** Stops every timer. */
  close(): void {
    for (const watched of this.#watched.values()) watched.cancel();
    this.#watched.clear();
  }

  async #renewOnce(session: Session): Promise<void> {
    let renewal: Renewal | 'refused';
    try {
      renewal = await this.#renew(session);
    } catch {
      // it may pass: tried again until the credential ends by itself
      this.#failedAt.set(session.id, this.#clock.now());
      return;
    }
    this.#failedAt.delete(session.id);
    if (this.hasEnded(session)) return;
    if (renewal === 'refused') this.end(session);
    else this.renew(session, renewal);
  }

  #renewalDue(session: Session): number {
    if (!renewsItself(session) || session.tokenExpiresAt === null) return Number.POSITIVE_INFINITY;
    const due = session.tokenExpiresAt * 1000 - RENEW_AHEAD_MS;
    const failedAt = this.#failedAt.get(session.id);
    return failedAt === undefined ? due : Math.max(due, failedAt + RENEW_RETRY_MS);
  }

  #change(live: Live, more: Partial<Session>): void {
    Object.assign(live, more);
    const watched = this.#watched.get(live.id);
    if (!watched) return;
    // who began to watch before this process had the session's one object
    if (watched.session !== live) Object.assign(watched.session, more);
    watched.cancel();
    this.#arm(watched);
  }

  #arm(watched: Watched): void {
    const { session } = watched;
    const idleEnd = (this.#activity.get(session.id)?.lastSeen ?? 0) + this.#idleMs;
    const tokenEnd = session.tokenExpiresAt === null ? Number.POSITIVE_INFINITY : session.tokenExpiresAt * 1000;
    const end = Math.min(idleEnd, tokenEnd, session.sessionExpiresAt * 1000, this.#renewalDue(session));
    const wait = Math.min(Math.max(end - this.#clock.now(), 0), MAX_TIMER_MS);
    watched.cancel = this.#clock.after(wait, () => {
      // activity since then has moved the end; a token that ended during a sleep may still be renewed
      const why = this.expiry(session, 0);
      if (why !== undefined && !(why === 'token' && this.#clock.now() >= this.#renewalDue(session)))
        this.#tell(session.id);
      else if (this.#clock.now() >= this.#renewalDue(session))
        void this.keepFresh(session).then(() => {
          if (this.#watched.get(session.id) !== watched) return;
          watched.cancel();
          this.#arm(watched);
        });
      else this.#arm(watched);
    });
  }

  #tell(id: string): void {
    const watched = this.#watched.get(id);
    if (!watched) return;
    watched.cancel();
    this.#watched.delete(id);
    for (const listener of watched.listeners) listener();
  }

  #forget(id: string): void {
    for (const memory of [this.#activity, this.#live, this.#renewedAt, this.#failedAt]) memory.delete(id);
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    for (const [id, until] of this.#ended) if (until <= now) this.#ended.delete(id);
    for (const id of this.#replaced) if (!this.#ended.has(id)) this.#replaced.delete(id);
    for (const [id, { lastSeen }] of this.#activity)
      if (lastSeen + this.#idleMs <= now && !this.#watched.has(id)) this.#forget(id);
  }
}
