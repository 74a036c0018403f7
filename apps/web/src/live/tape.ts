import type { Row } from './row.ts';

/** Something that happened to a row since the list was first complete. */
export interface Transition {
  /** counts from the beginning of the tape, so that a reader knows what is new to it and what it has missed */
  readonly seq: number;
  /** epoch milliseconds */
  readonly time: number;
  readonly type: 'added' | 'changed' | 'removed';
  /** as it was afterwards; of one that was removed its last state */
  readonly row: Row;
  /** as it was before a change; undefined for rows that came or went */
  readonly before: Row | undefined;
}

/** Nobody looks: what a person wants to see who asks "what was that?". */
const LENGTH = 1000;

/**
 * The last transitions of a list: a ring, so that a busy cluster costs a bounded memory. It keeps both states of a row as they
 * are and works nothing out: what changed from what to what is found when somebody reads it, so an event costs one object.
 */
export class Tape {
  readonly #ring: Transition[] = [];
  readonly #listeners = new Set<() => void>();
  #count = 0;
  #told = 0;

  add(type: Transition['type'], row: Row, before: Row | undefined, time: number): void {
    this.#ring[this.#count % LENGTH] = { seq: this.#count, time, type, row, before };
    this.#count += 1;
  }

  /** Oldest first, from that number on. */
  entries(from = 0): readonly Transition[] {
    const found: Transition[] = [];
    for (let seq = Math.max(from, this.#count - LENGTH); seq < this.#count; seq += 1) {
      const transition = this.#ring[seq % LENGTH];
      if (transition !== undefined) found.push(transition);
    }
    return found;
  }

  /** The number that the next transition will have. */
  readonly getCount = (): number => this.#count;

  /** Forgets what happened: it may not be seen any more. The numbers go on. */
  clear(): void {
    this.#ring.length = 0;
  }

  /** Is told by {@link tell}. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells the listeners, if anything happened since they were last told. */
  tell(): void {
    if (this.#told === this.#count) return;
    this.#told = this.#count;
    for (const listener of [...this.#listeners]) listener();
  }
}
