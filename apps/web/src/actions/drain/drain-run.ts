import type { Problem } from '@quarterdeck/shared/problem';
import { mapBounded } from '../../api/map-bounded.ts';
import type { DrainPod } from './drain-plan.ts';
import { backOffSeconds, type EvictionAnswer } from './eviction-answer.ts';

/** waiting: not tried yet · blocked: refused for now, tried again · leaving: evicted, still there · gone · failed */
type DrainState = 'waiting' | 'blocked' | 'leaving' | 'gone' | 'failed';

export interface DrainItem {
  readonly pod: DrainPod;
  readonly state: DrainState;
  /** how often its eviction was refused in a row */
  readonly tries: number;
  /** milliseconds; of a blocked one */
  readonly retryAt?: number;
  readonly answer?: EvictionAnswer;
  /** it should be gone by now and is not */
  readonly overdue?: boolean;
}

export interface DrainSnapshot {
  readonly phase: 'cordoning' | 'running' | 'paused' | 'cancelled' | 'failed' | 'finished';
  readonly items: readonly DrainItem[];
  /** why the node could not be cordoned, or its pods not be read (again) */
  readonly problem?: Problem;
}

interface DrainPorts {
  cordon(): Promise<void>;
  /** the plan of the pods that are on the node now */
  look(): Promise<readonly DrainPod[]>;
  /** by the eviction API; resolves when it is accepted, else with what the refusal means */
  evict(pod: DrainPod): Promise<EvictionAnswer | undefined>;
  problemOf(error: unknown): Problem;
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Evictions under way at once. */
const WIDTH = 4;
const LOOK_MS = 2000;
/** after the time that a pod has to end by */
const OVERDUE_MS = 30_000;

/** A drain under way: evictions only, nothing is ever deleted; goes on while no dialog shows it. */
export class DrainRun {
  readonly #ports: DrainPorts;
  readonly #items = new Map<string, DrainItem>();
  readonly #listeners = new Set<() => void>();
  #phase: DrainSnapshot['phase'] = 'cordoning';
  #problem: Problem | undefined;
  #snapshot: DrainSnapshot = { phase: 'cordoning', items: [] };

  constructor(ports: DrainPorts) {
    this.#ports = ports;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): DrainSnapshot => this.#snapshot;

  /** Evicts nothing until it goes on; while the node is being cordoned, too. */
  pause(): void {
    if (this.#phase === 'running' || this.#phase === 'cordoning') this.#enter('paused');
  }

  /** Goes on with all that was held back: who says so may have made room meanwhile. */
  resume(): void {
    if (this.#phase !== 'paused') return;
    for (const [uid, { pod, state }] of this.#items)
      if (state === 'blocked') this.#items.set(uid, { pod, state: 'waiting', tries: 0 });
    this.#enter('running');
  }

  /** Evicts nothing more. What was evicted goes; the node stays cordoned. */
  cancel(): void {
    if (this.isUnderWay) this.#enter('cancelled');
  }

  get isUnderWay(): boolean {
    return ['cordoning', 'running', 'paused'].includes(this.#phase);
  }

  /** Cordons the node, then evicts until nothing is left that may go. Never rejects. */
  async start(): Promise<void> {
    try {
      await this.#ports.cordon();
    } catch (error) {
      this.#problem = this.#ports.problemOf(error);
      this.#enter('failed');
      return;
    }
    if (this.#phase === 'cordoning') this.#enter('running');
    while (this.isUnderWay) {
      await this.#see();
      if (this.#phase === 'running') await this.#evictDue();
      if (this.#phase === 'running' && this.#isOver()) this.#enter('finished');
      if (this.isUnderWay) await this.#ports.sleep(LOOK_MS);
    }
  }

  /** Brings the items up to what is on the node: pods that came since the drain began are evicted as well. */
  async #see(): Promise<void> {
    let plan: readonly DrainPod[];
    try {
      plan = await this.#ports.look();
      this.#problem = undefined;
    } catch (error) {
      // the network may be back in a moment: what is not seen is neither gone nor new
      this.#problem = this.#ports.problemOf(error);
      this.#publish();
      return;
    }
    const seen = new Set(plan.map(({ uid }) => uid));
    for (const [uid, item] of this.#items)
      if (!seen.has(uid) && item.state !== 'gone') this.#items.set(uid, { pod: item.pod, state: 'gone', tries: 0 });
    for (const pod of plan) {
      if (pod.fate !== 'taken') continue;
      const known = this.#items.get(pod.uid);
      // an answer that took it for gone was wrong
      const item: DrainItem =
        known === undefined || known.state === 'gone' ? { pod, state: 'waiting', tries: 0 } : known;
      this.#items.set(pod.uid, pod.class === 'leaving' ? this.#leaving(pod) : { ...item, pod });
    }
    this.#publish();
  }

  #leaving(pod: DrainPod): DrainItem {
    const overdue = pod.dueBy !== undefined && pod.dueBy + OVERDUE_MS < this.#ports.now();
    return { pod, state: 'leaving', tries: 0, overdue };
  }

  async #evictDue(): Promise<void> {
    // without a look nobody knows who is there
    if (this.#problem !== undefined) return;
    const now = this.#ports.now();
    const due = [...this.#items.values()].filter(
      ({ state, retryAt = 0 }) => state === 'waiting' || (state === 'blocked' && retryAt <= now),
    );
    await mapBounded(due, WIDTH, async (item) => {
      if (this.#phase === 'running') await this.#evict(item);
    });
  }

  async #evict({ pod, tries }: DrainItem): Promise<void> {
    const answer = await this.#ports.evict(pod);
    this.#items.set(pod.uid, this.#after(pod, tries + 1, answer));
    this.#publish();
  }

  #after(pod: DrainPod, tries: number, answer: EvictionAnswer | undefined): DrainItem {
    if (answer === undefined) return { pod, state: 'leaving', tries: 0 };
    if (answer.kind === 'gone') return { pod, state: 'gone', tries: 0 };
    if (answer.kind === 'failed') return { pod, state: 'failed', tries, answer };
    const seconds = backOffSeconds(tries, answer.retryAfterSeconds);
    return { pod, state: 'blocked', tries, answer, retryAt: this.#ports.now() + seconds * 1000 };
  }

  #isOver(): boolean {
    if (this.#problem !== undefined) return false;
    return [...this.#items.values()].every(({ state }) => state === 'gone' || state === 'failed');
  }

  #enter(phase: DrainSnapshot['phase']): void {
    this.#phase = phase;
    this.#publish();
  }

  #publish(): void {
    const problem = this.#problem;
    this.#snapshot = {
      phase: this.#phase,
      items: [...this.#items.values()],
      ...(problem === undefined ? {} : { problem }),
    };
    for (const listener of this.#listeners) listener();
  }
}
