import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from './clock.ts';
import { mergeStates } from './feed-state.ts';
import type { LivePlan } from './live-plan.ts';
import { RowStore } from './row-store.ts';
import type { Subscriber } from './subscriber.ts';
import { columnsOf } from './table.ts';
import { UpstreamWatch } from './upstream-watch.ts';
import type { WatchState } from './watch-health.ts';
import type { WatchListMemory } from './watch-list-memory.ts';

export interface FeedOptions {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly plan: LivePlan;
  readonly memory: WatchListMemory;
  readonly clock: Clock;
}

interface Source {
  readonly namespace: string | undefined;
  readonly rows: RowStore;
  readonly watch: UpstreamWatch;
}

/**
 * The rows of one query, read with one session's credential, and everyone of that session who looks at them. One upstream
 * watch per namespace asked for; a newcomer gets the rows that are there.
 */
export class Feed {
  readonly #plan: LivePlan;
  readonly #sources: readonly Source[];
  readonly #subscribers = new Set<Subscriber>();
  #columns: readonly LiveColumn[] | null = null;
  #columnsKey = '';

  constructor(options: FeedOptions) {
    this.#plan = options.plan;
    this.#sources = (options.plan.namespaces ?? [undefined]).map((namespace) => this.#source(options, namespace));
  }

  get watches(): number {
    return this.#sources.length;
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Rows that are held. */
  get rows(): number {
    return this.#loaded();
  }

  /** How each of the watches stands. */
  get states(): readonly WatchState['state'][] {
    return this.#sources.map(({ watch }) => watch.state.state);
  }

  start(): void {
    for (const { watch } of this.#sources) watch.start();
  }

  stop(): void {
    for (const { watch } of this.#sources) watch.stop();
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    for (const { watch } of this.#sources) watch.hurry();
    if (this.#columns !== null) subscriber.columns(this.#columns);
    for (const { rows } of this.#sources) {
      for (const uid of rows.uids()) subscriber.changed(uid, rows);
    }
    subscriber.state(this.#state(), this.#loaded());
    subscriber.settled();
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  #source(options: FeedOptions, namespace: string | undefined): Source {
    const { cluster, session, plan, memory, clock } = options;
    const rows = new RowStore(plan, (uid) => {
      for (const subscriber of this.#subscribers) subscriber.changed(uid, rows);
    });
    const watch = new UpstreamWatch({
      cluster: cluster.name,
      target: {
        gvr: plan.gvr,
        namespace,
        labelSelector: plan.labelSelector,
        fieldSelector: plan.fieldSelector,
        table: plan.mode === 'objects' ? null : plan.includeObject,
      },
      get: ({ path, accept, endless }, signal) => {
        const timeout = endless ? { bodyTimeoutMs: 0 } : {};
        return cluster.request(session.credential, { method: 'GET', path, headers: { accept }, signal, ...timeout });
      },
      memory,
      clock,
      sink: {
        listing: () => rows.listing(),
        upsert: (value) => rows.upsert(value, this.#readColumns(value)),
        columns: (value) => void this.#readColumns(value),
        remove: (value) => rows.remove(value),
        listed: () => rows.listed(),
        clear: () => rows.clear(),
        state: () => this.#stateChanged(),
        settled: () => this.#settled(),
      },
    });
    return { namespace, rows, watch };
  }

  #readColumns(value: Parameters<typeof columnsOf>[0]): readonly LiveColumn[] {
    const columns = this.#plan.mode === 'objects' ? null : columnsOf(value);
    if (columns === null || columns === this.#columns) return this.#columns ?? [];
    const key = JSON.stringify(columns);
    if (key !== this.#columnsKey) {
      this.#columnsKey = key;
      this.#columns = columns;
      for (const subscriber of this.#subscribers) subscriber.columns(columns);
    }
    return columns;
  }

  #settled(): void {
    for (const subscriber of this.#subscribers) subscriber.settled();
  }

  #stateChanged(): void {
    const state = this.#state();
    const loaded = this.#loaded();
    for (const subscriber of this.#subscribers) subscriber.state(state, loaded);
    this.#settled();
  }

  #state(): WatchState {
    return mergeStates(this.#sources.map(({ namespace, watch }) => ({ namespace, state: watch.state })));
  }

  #loaded(): number {
    return this.#sources.reduce((sum, { rows }) => sum + rows.size, 0);
  }
}
