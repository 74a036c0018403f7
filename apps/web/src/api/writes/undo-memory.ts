import type { KubeObject, ObjectRef } from '../kube-object.ts';
import { whenPersonLeaves } from '../when-person-leaves.ts';

/** null: the key was not there */
export type Pairs = Readonly<Record<string, string | null>>;

/** One object of a write, with what it was before. */
export type WrittenItem =
  | {
      readonly kind: 'object';
      readonly ref: ObjectRef;
      /** undefined: it was created */
      readonly before: KubeObject | undefined;
      /** undefined: it was deleted */
      readonly after: KubeObject | undefined;
      /** changes of this name that were made of many objects at the same time are one write */
      readonly together?: string;
    }
  | {
      readonly kind: 'pairs';
      readonly ref: ObjectRef;
      readonly uid: string | undefined;
      readonly field: 'labels' | 'annotations';
      readonly before: Pairs;
      readonly after: Pairs;
    };

/** Something that the person did, with all that is needed to undo it. */
export interface SessionWrite {
  readonly id: number;
  readonly cluster: string;
  /** milliseconds since the epoch */
  readonly at: number;
  readonly items: readonly WrittenItem[];
  readonly undone: boolean;
}

/** So many are kept; what is older can still be found in the cluster, not here. */
const MOST_WRITES = 50;
const MOST_ITEMS = 2000;
/** Objects of a bulk that were written within this time are one write. */
const TOGETHER_MS = 4000;

/** The writes of this tab and their pre-images: in memory only, gone with the tab and with the session. */
export class UndoMemory {
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;
  #writes: readonly SessionWrite[] = [];
  #nextId = 1;
  /** uids of what was made here and is there no more */
  readonly #gone = new Set<string>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** the newest first */
  readonly writes = (): readonly SessionWrite[] => this.#writes;

  /** Keeps one object's write. `before` undefined: it was created; `after` undefined: it was deleted; `together` see WrittenItem. */
  rememberObject(
    ref: ObjectRef,
    before: KubeObject | undefined,
    after: KubeObject | undefined,
    together?: string,
  ): void {
    const name = ref.name || after?.metadata.name || '';
    const group = together === undefined ? {} : { together };
    this.#add({ kind: 'object', ref: { ...ref, name }, before, after, ...group });
  }

  /** Keeps a change of labels or annotations; those of many objects at the same time become one write. */
  rememberPairs(item: Omit<Extract<WrittenItem, { kind: 'pairs' }>, 'kind'>): void {
    this.#add({ kind: 'pairs', ...item });
  }

  markUndone(id: number): void {
    this.#set(this.#writes.map((write) => (write.id === id ? { ...write, undone: true } : write)));
  }

  /** An object was deleted: what it was made by is undone when nothing of it is left. */
  markGone(uid: string): void {
    if (!this.#writes.some(({ items }) => items.some((item) => madeUid(item) === uid))) return;
    this.#gone.add(uid);
    this.#set(
      this.#writes.map((write) =>
        write.items.every((item) => this.#gone.has(madeUid(item) ?? '')) ? { ...write, undone: true } : write,
      ),
    );
  }

  /** Forgets what was written to a cluster: its session is over, and the next may be another person's. */
  forget(cluster: string): void {
    this.#set(this.#writes.filter((write) => write.cluster !== cluster));
  }

  #add(item: WrittenItem): void {
    const { cluster } = item.ref;
    const at = this.#now();
    const [last] = this.#writes;
    if (
      last !== undefined &&
      !last.undone &&
      last.cluster === cluster &&
      at - last.at < TOGETHER_MS &&
      belongs(last, item)
    ) {
      this.#set([{ ...last, at, items: [...last.items, item].slice(-MOST_ITEMS) }, ...this.#writes.slice(1)]);
      return;
    }
    const write = { id: this.#nextId, cluster, at, items: [item], undone: false };
    this.#nextId += 1;
    this.#set([write, ...this.#writes].slice(0, MOST_WRITES));
  }

  #set(writes: readonly SessionWrite[]): void {
    this.#writes = writes;
    for (const listener of this.#listeners) listener();
  }
}

/** Whether all that a write did was to make something. */
export function isCreation({ items }: Pick<SessionWrite, 'items'>): boolean {
  return items.every((item) => item.kind === 'object' && item.before === undefined && item.after !== undefined);
}

function madeUid(item: WrittenItem): string | undefined {
  return item.kind === 'object' && item.before === undefined ? item.after?.metadata.uid : undefined;
}

/** Of a bulk: the same change of another object, another deletion, or a change that says so. */
function belongs({ items }: SessionWrite, item: WrittenItem): boolean {
  const [first] = items;
  if (first === undefined || items.some(({ ref }) => sameRef(ref, item.ref))) return false;
  if (first.kind === 'pairs' && item.kind === 'pairs')
    return first.field === item.field && JSON.stringify(first.after) === JSON.stringify(item.after);
  if (first.kind !== 'object' || item.kind !== 'object') return false;
  return first.after === undefined
    ? item.after === undefined
    : item.together !== undefined && first.together === item.together;
}

function sameRef(a: ObjectRef, b: ObjectRef): boolean {
  return a.name === b.name && a.namespace === b.namespace && a.resource.resource === b.resource.resource;
}

/** The writes of this tab. */
export const undoMemory = new UndoMemory();
whenPersonLeaves((cluster) => undoMemory.forget(cluster));
