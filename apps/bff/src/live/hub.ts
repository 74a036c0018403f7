import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Logger } from 'pino';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { tracedCluster } from '../clusters/traced-cluster.ts';
import type { LiveCensus } from '../telemetry/prometheus.ts';
import type { Clock } from './clock.ts';
import { Feed } from './feed.ts';
import { planQuery } from './live-plan.ts';
import type { Subscriber } from './subscriber.ts';
import { WatchListMemory } from './watch-list-memory.ts';

/** A feed that nobody looks at is kept this long: the way back to a page is then immediate. */
const LINGER_MS = 30_000;
/** Upstream watches of one session, those that linger included. */
const MAX_WATCHES = 200;

export interface HubOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock: Clock;
}

interface HeldFeed {
  readonly feed: Feed;
  cancelLinger: (() => void) | null;
}

/** The feeds of one session on one cluster, by query: no feed is reachable from another session (security: cross-identity caches). */
interface SessionFeeds {
  readonly feeds: Map<string, HeldFeed>;
  readonly unwatch: () => void;
}

/** All live feeds of this process. Identical queries of the same session share one feed. */
export class Hub {
  readonly #options: HubOptions;
  readonly #memory: WatchListMemory;
  readonly #bySession = new Map<string, SessionFeeds>();

  constructor(options: HubOptions) {
    this.#options = options;
    this.#memory = new WatchListMemory(() => options.clock.now());
  }

  /**
   * Subscribes; throws a ProblemError when the query is not valid or a limit is reached. Returns how to leave. `trace`: id under which
   * the API server's audit log shows what a new feed asks.
   */
  subscribe(session: Session, query: LiveQuery, subscriber: Subscriber, trace = ''): () => void {
    const plan = planQuery(query);
    const cluster = this.#options.clusters.get(session.cluster);
    if (!cluster) throw new ProblemError(problem('qd.cluster.unknown', 'The cluster is not known here'));
    const own = this.#feedsOf(session);
    let held = own.feeds.get(plan.key);
    if (!held) {
      this.#makeRoom(own, plan.namespaces?.length ?? 1);
      const { clock } = this.#options;
      const feed = new Feed({ cluster: tracedCluster(cluster, trace), session, plan, memory: this.#memory, clock });
      held = { feed, cancelLinger: null };
      own.feeds.set(plan.key, held);
      this.#options.log.debug({ cluster: cluster.name, resource: query.resource }, 'live feed opened');
      held.feed.add(subscriber);
      held.feed.start();
    } else {
      held.cancelLinger?.();
      held.cancelLinger = null;
      held.feed.add(subscriber);
    }
    const joined = held;
    return () => this.#leave(own, plan.key, joined, subscriber);
  }

  census(): LiveCensus {
    const watches = new Map<string, number>();
    const sum = { feeds: 0, subscriptions: 0, rows: 0, watches };
    for (const { feeds } of this.#bySession.values())
      for (const { feed } of feeds.values()) {
        sum.feeds += 1;
        sum.subscriptions += feed.subscribers;
        sum.rows += feed.rows;
        for (const state of feed.states) watches.set(state, (watches.get(state) ?? 0) + 1);
      }
    return sum;
  }

  close(): void {
    for (const id of [...this.#bySession.keys()]) this.#end(id);
  }

  #feedsOf(session: Session): SessionFeeds {
    const key = sessionKey(session);
    const known = this.#bySession.get(key);
    if (known) return known;
    const own: SessionFeeds = {
      feeds: new Map(),
      unwatch: this.#options.sessions.watch(session, () => this.#end(key)),
    };
    this.#bySession.set(key, own);
    return own;
  }

  #leave(own: SessionFeeds, key: string, held: HeldFeed, subscriber: Subscriber): void {
    held.feed.remove(subscriber);
    if (held.feed.subscribers > 0 || own.feeds.get(key) !== held) return;
    held.cancelLinger = this.#options.clock.after(LINGER_MS, () => this.#drop(own, key, held));
  }

  #drop(own: SessionFeeds, key: string, held: HeldFeed): void {
    held.cancelLinger?.();
    held.feed.stop();
    own.feeds.delete(key);
    if (own.feeds.size > 0) return;
    own.unwatch();
    for (const [id, feeds] of this.#bySession) if (feeds === own) this.#bySession.delete(id);
  }

  #makeRoom(own: SessionFeeds, wanted: number): void {
    let open = wanted;
    for (const { feed } of own.feeds.values()) open += feed.watches;
    for (const [key, held] of own.feeds) {
      if (open <= MAX_WATCHES) return;
      if (held.feed.subscribers > 0 || own.feeds.size === 1) continue;
      open -= held.feed.watches;
      this.#drop(own, key, held);
    }
    if (open > MAX_WATCHES)
      throw new ProblemError(problem('qd.live.too-many-subscriptions', 'The session watches too much already'));
  }

  #end(key: string): void {
    const own = this.#bySession.get(key);
    if (!own) return;
    this.#bySession.delete(key);
    own.unwatch();
    for (const held of own.feeds.values()) {
      held.cancelLinger?.();
      held.feed.stop();
    }
    own.feeds.clear();
  }
}

function sessionKey(session: Session): string {
  return JSON.stringify([session.id, session.cluster]);
}
