import type { LogQueryFrame } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { isJsonObject, itemsOf, type JsonObject, metadataOf, metadataText } from '../live/table.ts';
import { UpstreamWatch } from '../live/upstream-watch.ts';
import type { WatchState } from '../live/watch-health.ts';
import { WatchListMemory } from '../live/watch-list-memory.ts';
import { containersIn } from './container-facts.ts';
import { readPod } from './container-state.ts';
import { WatchedView } from './log-view.ts';

export interface MatchedContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  /** epoch milliseconds at which the API server made the pod */
  readonly createdAt: number;
  readonly view: WatchedView;
}

export interface LogQueryOptions {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly namespace: string;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** null: all */
  readonly containers: ReadonlySet<string> | null;
  /** uids of controllers; null: whoever controls the pods */
  readonly owners: ReadonlySet<string> | null;
  /** told of pods that come and go; else listed once */
  readonly follow: boolean;
  readonly memory: WatchListMemory;
  readonly clock: Clock;
  readonly joined: (container: MatchedContainer) => void;
  readonly went: (container: MatchedContainer, because: 'gone' | 'left') => void;
  readonly state: (state: LogQueryFrame['state'], problem?: Problem) => void;
}

interface MatchedPod {
  readonly name: string;
  readonly containers: Map<string, MatchedContainer>;
}

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** The containers of the pods that match, as they come, change and go; keeps of a pod only what its containers' logs need. */
export class LogQuery {
  readonly #options: LogQueryOptions;
  readonly #watch: UpstreamWatch;
  readonly #abort = new AbortController();
  readonly #pods = new Map<string, MatchedPod>();
  /** what the list that is being read has not named yet */
  #unnamed: Set<string> | null = null;
  #listed = false;
  #failed = false;

  constructor(options: LogQueryOptions) {
    this.#options = options;
    const { cluster, session, namespace, labelSelector, fieldSelector, clock } = options;
    this.#watch = new UpstreamWatch({
      cluster: cluster.name,
      target: { gvr: PODS, namespace, labelSelector, fieldSelector, table: null },
      get: ({ path, accept, endless }, signal) => {
        const timeout = endless ? { bodyTimeoutMs: 0 } : {};
        return cluster.request(session.credential, { method: 'GET', path, headers: { accept }, signal, ...timeout });
      },
      memory: options.follow ? options.memory : listOnly(cluster, clock),
      clock,
      sink: {
        listing: () => {
          this.#unnamed = new Set(this.#pods.keys());
        },
        upsert: (value) => {
          for (const { object } of itemsOf(value)) this.#upsert(object);
        },
        columns: () => {},
        remove: (value) => {
          for (const { object } of itemsOf(value)) this.#remove(object);
        },
        listed: () => this.#endOfList(),
        settled: () => {},
        clear: () => {},
        state: (state) => this.#state(state),
      },
    });
  }

  /** The pods that were there at the beginning have all been named. */
  get isListed(): boolean {
    return this.#listed;
  }

  /** It will name no more pods. */
  get isOver(): boolean {
    return this.#failed || (this.#listed && !this.#options.follow);
  }

  /** Containers that match now. */
  get matched(): number {
    let count = 0;
    for (const { containers } of this.#pods.values()) count += containers.size;
    return count;
  }

  start(): void {
    this.#watch.start();
  }

  stop(): void {
    this.#abort.abort();
    this.#watch.stop();
  }

  /** Ends it from outside: the right to see pods was taken away. */
  fail(problem: Problem): void {
    if (this.isOver) return;
    this.#failed = true;
    this.stop();
    this.#options.state('failed', problem);
  }

  #upsert(pod: JsonObject): void {
    const uid = metadataText(pod, 'uid');
    const name = metadataText(pod, 'name');
    if (uid === '' || name === '') return;
    this.#unnamed?.delete(uid);
    if (!this.#isMeant(pod)) {
      this.#leave(uid);
      return;
    }
    const known = this.#pods.get(uid) ?? { name, containers: new Map<string, MatchedContainer>() };
    this.#pods.set(uid, known);
    const { namespace, clock, containers, joined } = this.#options;
    const createdAt = Date.parse(metadataText(pod, 'creationTimestamp')) || 0;
    for (const [container, sight] of containersIn(pod)) {
      if (containers !== null && !containers.has(container)) continue;
      const there = known.containers.get(container);
      if (there) {
        there.view.see(sight);
        continue;
      }
      const fresh = { namespace, pod: name, uid, container, createdAt, view: new WatchedView(clock, sight) };
      known.containers.set(container, fresh);
      joined(fresh);
    }
  }

  /** Two workloads of one selector are told apart by what they control. */
  #isMeant(pod: JsonObject): boolean {
    const { owners } = this.#options;
    if (owners === null) return true;
    const references = metadataOf(pod)['ownerReferences'];
    return (
      Array.isArray(references) &&
      references.some(
        (one: unknown) => isJsonObject(one) && one['controller'] === true && owners.has(String(one['uid'])),
      )
    );
  }

  /** It was given away, or never was one of those that are meant. */
  #leave(uid: string): void {
    const known = this.#pods.get(uid);
    if (!known) return;
    this.#pods.delete(uid);
    this.#went(known, 'left');
  }

  #remove(pod: JsonObject): void {
    const uid = metadataText(pod, 'uid');
    const known = this.#pods.get(uid);
    if (!known) return;
    this.#pods.delete(uid);
    if (metadataText(pod, 'deletionTimestamp') !== '') this.#went(known, 'gone');
    else void this.#askWhy(uid, known);
  }

  /** A pod that was deleted at once and one that matches no longer look the same to a watch. */
  async #askWhy(uid: string, pod: MatchedPod): Promise<void> {
    const { cluster, session, namespace } = this.#options;
    const answer = await readPod(cluster, session, { namespace, pod: pod.name }, this.#abort.signal);
    if (this.#abort.signal.aborted) return;
    const isThere = answer.pod !== null && metadataText(answer.pod, 'uid') === uid;
    this.#went(pod, isThere ? 'left' : 'gone');
  }

  #went(pod: MatchedPod, because: 'gone' | 'left'): void {
    for (const container of pod.containers.values()) {
      if (because === 'gone') container.view.gone();
      this.#options.went(container, because);
    }
  }

  #endOfList(): void {
    const unnamed = this.#unnamed ?? new Set();
    this.#unnamed = null;
    for (const uid of unnamed) {
      const pod = this.#pods.get(uid);
      this.#pods.delete(uid);
      if (pod) void this.#askWhy(uid, pod);
    }
    const first = !this.#listed;
    this.#listed = true;
    if (!first || this.#options.follow) return;
    // the watch ends; what it calls for is done
    this.#watch.stop();
    this.#options.state('listed');
  }

  #state({ state, problem }: WatchState): void {
    if (this.isOver) return;
    if (state === 'live') this.#options.state('live', problem);
    else if (state === 'denied' || state === 'gone') {
      this.#failed = true;
      this.#watch.stop();
      this.#options.state('failed', problem);
    } else if (state !== 'loading' || problem) this.#options.state('reconnecting', problem);
  }
}

/** For what ends with the list: a streaming list is for what goes on. */
function listOnly(cluster: Cluster, clock: Clock): WatchListMemory {
  const memory = new WatchListMemory(() => clock.now());
  memory.refused(cluster.name, PODS.group);
  return memory;
}
