import type { Problem } from '@quarterdeck/shared/problem';
import type { KubeObject } from '../api/kube-object.ts';
import { mapBounded } from '../api/map-bounded.ts';
import type { AccessCheck, Action, ActionApi, ActionTarget } from './define-action.ts';
import type { Departure } from './delete/follow-gone.ts';

/**
 * reviewing: the right is being asked for · denied: it is missing, the object is passed over · ready · running · tried: the server
 * would do it (dry run) · leaving: accepted, the object is still there · done · failed · stopped: the person stopped the run before
 * its turn
 */
export type RunState =
  | 'reviewing'
  | 'denied'
  | 'ready'
  | 'running'
  | 'tried'
  | 'leaving'
  | 'done'
  | 'failed'
  | 'stopped';

export interface RunItem {
  readonly target: ActionTarget;
  readonly state: RunState;
  /** the missing right of a denied one */
  readonly missing?: AccessCheck;
  /** why it failed */
  readonly problem?: Problem;
  /** of a leaving one: its metadata now */
  readonly departure?: Pick<KubeObject, 'metadata'>;
  /** what the server said beside its answer (Warning headers) */
  readonly warnings: readonly string[];
  /** what the action itself says beside that it was done */
  readonly notes: readonly string[];
}

export interface RunSnapshot {
  readonly items: readonly RunItem[];
  /** following: everything has been accepted, some objects are still leaving */
  readonly phase: 'plan' | 'trying' | 'running' | 'following' | 'finished';
  readonly counts: Readonly<Record<RunState, number>>;
}

export interface ActionRunOptions<Input> {
  readonly action: Action<Input>;
  readonly targets: readonly ActionTarget[];
  /** asks the API server for a right; rejects when it cannot be asked */
  readonly mayI: (cluster: string, check: AccessCheck) => Promise<boolean>;
  /** what an action gets that runs on one target */
  readonly lend: (
    target: ActionTarget,
    options: { dryRun: boolean; onWarning: (text: string) => void; onNote: (text: string) => void },
  ) => ActionApi;
  readonly problemOf: (error: unknown) => Problem;
  /** Follows targets, by their index, until they are gone; for actions that are done only then. Returns what ends it. */
  readonly follow?: (
    targets: readonly ActionTarget[],
    tell: (index: number, departure: Departure) => void,
  ) => () => void;
  /** a target that was followed is gone */
  readonly onGone?: (target: ActionTarget) => void;
  /** objects that are worked on at the same time */
  readonly width?: number;
  /** Runs once at the next animation frame: thousands of objects must not render the dialog thousands of times. */
  readonly frame?: (run: () => void) => void;
}

const WIDTH = 6;
/** States that a run leaves alone. */
const ENDED: ReadonlySet<RunState> = new Set(['denied', 'done', 'leaving']);
const NONE_SAID = { warnings: [], notes: [] } satisfies Pick<RunItem, 'warnings' | 'notes'>;
/** Where a right for a whole namespace is missing, single names are asked for up to this many. */
const MAX_NAMES = 50;

/** An action on one or many objects: whether the person may, a trial, the run with bounded width, the report, the retry. */
export class ActionRun<Input> {
  readonly #options: ActionRunOptions<Input>;
  readonly #listeners = new Set<() => void>();
  readonly #items: RunItem[];
  #snapshot: RunSnapshot;
  #phase: RunSnapshot['phase'] = 'plan';
  #stopping = false;
  #frameAsked = false;
  /** what the watch last said of each target, by its index */
  readonly #departures = new Map<number, Departure>();
  /** the review that is under way, or was the last */
  #reviewed: Promise<void> | undefined;
  /** ends the following of what leaves */
  #unfollow: (() => void) | undefined;

  constructor(options: ActionRunOptions<Input>) {
    this.#options = options;
    this.#items = options.targets.map((target) => ({
      target,
      state: options.action.access?.(target) === undefined ? 'ready' : 'reviewing',
      ...NONE_SAID,
    }));
    this.#snapshot = this.#read();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): RunSnapshot => this.#snapshot;

  /**
   * Asks for the rights, each once: without names first, by name where that is refused. What cannot be asked counts as allowed:
   * the server's answer to the request itself decides.
   */
  review(): Promise<void> {
    this.#reviewed = this.#review();
    return this.#reviewed;
  }

  async #review(): Promise<void> {
    const { action, mayI } = this.#options;
    const answers = new Map<string, Promise<boolean>>();
    const ask = (cluster: string, check: AccessCheck): Promise<boolean> => {
      const key = JSON.stringify([cluster, check]);
      const known = answers.get(key) ?? mayI(cluster, check).catch(() => true);
      answers.set(key, known);
      return known;
    };
    const byName = this.#items.length <= MAX_NAMES;
    await mapBounded([...this.#items.keys()], this.#width, async (index) => {
      const item = this.#items[index];
      const check = item && action.access?.(item.target);
      if (item === undefined || check === undefined) return;
      const { ref } = item.target;
      const { name, or, ...wide } = check;
      const allowed =
        (await ask(ref.cluster, wide)) ||
        (byName && (await ask(ref.cluster, { ...wide, name: name ?? ref.name }))) ||
        (or !== undefined && (await ask(ref.cluster, or)));
      // an answer that comes late says nothing of what has been run meanwhile
      if (this.#items[index]?.state === 'reviewing')
        this.#change(index, allowed ? { state: 'ready' } : { state: 'denied', missing: wide });
    });
  }

  /** Runs, once the rights are known, on everything that may and has not been done. Resolves when all have had their turn. */
  async start(input: Input, { dryRun }: { readonly dryRun: boolean }): Promise<void> {
    if (this.#phase === 'running' || this.#phase === 'trying') return;
    this.#stopping = false;
    this.#phase = dryRun ? 'trying' : 'running';
    if (this.#items.some(({ state }) => state === 'reviewing')) {
      this.#publish();
      await this.#reviewed;
    }
    const todo = [...this.#items.keys()].filter((index) => this.#isOpen(index));
    this.#publish();
    await mapBounded(todo, this.#width, async (index) => {
      if (this.#stopping) this.#change(index, { state: 'stopped' });
      else await this.#runOne(index, input, dryRun);
    });
    // what failed stays open: the form is still there to be put right
    const isOver = !dryRun && this.#items.every(({ state }) => ENDED.has(state));
    this.#phase = isOver ? this.#phaseOfEnd() : 'plan';
    this.#publish();
  }

  /** Opens what is still leaving for another try, with other options. */
  reopen(): void {
    if (this.#phase !== 'following') return;
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#departures.clear();
    this.#phase = 'plan';
    for (const [index, { state }] of this.#items.entries())
      if (state === 'leaving') this.#change(index, { state: 'ready' });
    this.#publish();
  }

  /** Nobody looks any more. */
  close(): void {
    this.stop();
    this.#unfollow?.();
    this.#unfollow = undefined;
  }

  /** Lets what is under way end and begins nothing more. */
  stop(): void {
    this.#stopping = true;
  }

  get #width(): number {
    return this.#options.width ?? WIDTH;
  }

  #isOpen(index: number): boolean {
    const state = this.#items[index]?.state;
    return state !== undefined && !ENDED.has(state);
  }

  #phaseOfEnd(): RunSnapshot['phase'] {
    return this.#items.some(({ state }) => state === 'leaving') ? 'following' : 'finished';
  }

  /** An object was told to go: it is followed until it is gone. */
  #leave(index: number, said: Pick<RunItem, 'warnings' | 'notes'>): void {
    const { follow, targets } = this.#options;
    this.#change(index, { state: follow === undefined ? 'done' : 'leaving', ...said });
    if (follow === undefined) return;
    this.#unfollow ??= follow(targets, (at, departure) => {
      this.#departures.set(at, departure);
      this.#departs(at);
    });
    // the watch may have known of it before the answer to the request came
    this.#departs(index);
  }

  #departs(index: number): void {
    const departure = this.#departures.get(index);
    if (departure === undefined || this.#items[index]?.state !== 'leaving') return;
    if (departure === 'gone' || departure === 'unseen') {
      const target = this.#options.targets[index];
      if (target !== undefined) this.#options.onGone?.(target);
      this.#change(index, { state: 'done' });
    } else this.#change(index, { departure });
    if (this.#phase !== 'following' || this.#phaseOfEnd() === 'following') return;
    this.#phase = 'finished';
    this.#publish();
  }

  async #runOne(index: number, input: Input, dryRun: boolean): Promise<void> {
    const { action, lend, problemOf } = this.#options;
    const item = this.#items[index];
    if (item === undefined) return;
    this.#change(index, { state: 'running', problem: undefined, ...NONE_SAID });
    const warnings: string[] = [];
    const notes: string[] = [];
    const api = lend(item.target, {
      dryRun,
      onWarning: (text) => warnings.push(text),
      onNote: (text) => notes.push(text),
    });
    try {
      await action.run(item.target, api, input);
      if (dryRun || action.until === undefined)
        this.#change(index, { state: dryRun ? 'tried' : 'done', warnings, notes });
      else this.#leave(index, { warnings, notes });
    } catch (error) {
      this.#change(index, { state: 'failed', problem: problemOf(error), warnings, notes });
    }
  }

  #change(
    index: number,
    { problem, ...change }: Partial<Omit<RunItem, 'problem'>> & { problem?: Problem | undefined },
  ) {
    const item = this.#items[index];
    if (item === undefined) return;
    const { problem: _old, ...rest } = item;
    this.#items[index] = { ...rest, ...change, ...(problem === undefined ? {} : { problem }) };
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    const { frame = (run) => void requestAnimationFrame(run) } = this.#options;
    frame(() => {
      this.#frameAsked = false;
      this.#publish();
    });
  }

  #publish(): void {
    this.#snapshot = this.#read();
    for (const listener of this.#listeners) listener();
  }

  #read(): RunSnapshot {
    const counts = {
      reviewing: 0,
      denied: 0,
      ready: 0,
      running: 0,
      tried: 0,
      leaving: 0,
      done: 0,
      failed: 0,
      stopped: 0,
    };
    for (const { state } of this.#items) counts[state] += 1;
    return { items: [...this.#items], phase: this.#phase, counts };
  }
}
