/** Something that happened to a row while the list was live. */
export interface Transition {
  /** epoch milliseconds */
  readonly time: number;
  readonly type: 'added' | 'changed' | 'removed';
  readonly uid: string;
  readonly name: string;
}

const LENGTH = 500;

/** The last transitions of a list: a ring, so that a busy cluster costs no memory. */
export class Tape {
  readonly #ring: Transition[] = [];
  #next = 0;

  add(transition: Transition): void {
    this.#ring[this.#next] = transition;
    this.#next = (this.#next + 1) % LENGTH;
  }

  /** Oldest first. */
  entries(): readonly Transition[] {
    return this.#ring.length < LENGTH
      ? [...this.#ring]
      : [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }
}
