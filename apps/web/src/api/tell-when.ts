import type { ObjectRef } from './kube-object.ts';

/** Something that a person wants to be told of. Plain data: it survives a reload of the tab. */
export interface Wish {
  readonly id: string;
  readonly ref: ObjectRef;
  /** of the object that is meant: another one may take its name */
  readonly uid?: string;
  /** see actions/tell-when/whens.ts */
  readonly when: string;
  /** it has been seen otherwise since: what is so already is told of when it becomes so anew */
  readonly armed: boolean;
  /** who wants to know: not for whoever signs in to this tab next */
  readonly user?: string;
  readonly outcome?: WishOutcome;
}

interface WishOutcome {
  /** what was hoped for; false: it failed, or cannot come any more */
  readonly good: boolean;
  /** key in namespace "tell-when" */
  readonly said: string;
  /** the cluster's words */
  readonly detail: string;
  /** epoch milliseconds */
  readonly at: number;
}

const KEY = 'quarterdeck.tell-when';
const NONE: readonly Wish[] = [];

function restored(): readonly Wish[] {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(read) && read.length > 0 ? read.filter((each) => typeof each?.ref?.name === 'string') : NONE;
  } catch {
    return NONE; // storage is forbidden
  }
}

/** What this tab waits for, and what has come of it. The part of the app that watches is fetched when there is a wish. */
class TellWhen {
  #wishes = restored();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly wishes = (): readonly Wish[] => this.#wishes;
  readonly isWanted = (): boolean => this.#wishes.length > 0;

  /** Adds wishes; one for the same thing gives way. */
  add(added: readonly Wish[]): void {
    const ids = new Set(added.map(({ id }) => id));
    this.#set([...this.#wishes.filter(({ id }) => !ids.has(id)), ...added]);
  }

  change(id: string, change: Partial<Wish>): void {
    this.#set(this.#wishes.map((wish) => (wish.id === id ? { ...wish, ...change } : wish)));
  }

  remove(ids: ReadonlySet<string>): void {
    this.#set(this.#wishes.filter(({ id }) => !ids.has(id)));
  }

  #set(wishes: readonly Wish[]): void {
    this.#wishes = wishes;
    try {
      if (wishes.length === 0) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, JSON.stringify(wishes));
    } catch {
      // storage is forbidden or full: it holds until a reload
    }
    for (const listener of [...this.#listeners]) listener();
  }
}

export const tellWhen = new TellWhen();
