import type { Clock } from '../live/clock.ts';
import type { Session, SessionWatch } from './session.ts';

const RESEAL_MS = 60_000;
// setTimeout cannot wait longer
const MAX_TIMER_MS = 2 ** 31 - 1;
const SWEEP_MS = 10 * 60_000;

interface Activity {
  lastSeen: number;
  resealedAt: number;
}

interface Watched {
  readonly session: Session;
  readonly listeners: Set<() => void>;
  cancel: () => void;
}

/**
 * What one process remembers about sessions beyond their cookies: which have signed out, when they were last active, and
 * who wants to know when they end. Nothing here is needed to accept a session, so a restart loses none; a second replica
 * learns of a sign-out only by the cookie's absence, and counts the idle time of its own sockets alone.
 */
export class SessionRegistry implements SessionWatch {
  readonly #clock: Clock;
  readonly #idleMs: number;
  /** id → epoch milliseconds at which its cookie is refused for its age anyway */
  readonly #ended = new Map<string, number>();
  readonly #activity = new Map<string, Activity>();
  readonly #watched = new Map<string, Watched>();
  #sweptAt: number;

  constructor(clock: Clock, idleSeconds: number) {
    this.#clock = clock;
    this.#idleMs = idleSeconds * 1000;
    this.#sweptAt = clock.now();
  }

  /** Whether this session was signed out here. */
  hasEnded(session: Session): boolean {
    return this.#ended.has(session.id);
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

  /** Signs a session out: its id is refused from now on, and its sockets are told. */
  end(session: Session): void {
    this.#ended.set(session.id, session.sessionExpiresAt * 1000);
    this.#activity.delete(session.id);
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

  #arm(watched: Watched): void {
    const { session } = watched;
    const idleEnd = (this.#activity.get(session.id)?.lastSeen ?? 0) + this.#idleMs;
    const tokenEnd = session.tokenExpiresAt === null ? Number.POSITIVE_INFINITY : session.tokenExpiresAt * 1000;
    const end = Math.min(idleEnd, tokenEnd, session.sessionExpiresAt * 1000);
    const wait = Math.min(Math.max(end - this.#clock.now(), 0), MAX_TIMER_MS);
    watched.cancel = this.#clock.after(wait, () => {
      // activity since then has moved the end
      if (this.expiry(session, 0)) this.#tell(session.id);
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

  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    for (const [id, until] of this.#ended) if (until <= now) this.#ended.delete(id);
    for (const [id, { lastSeen }] of this.#activity)
      if (lastSeen + this.#idleMs <= now && !this.#watched.has(id)) this.#activity.delete(id);
  }
}
