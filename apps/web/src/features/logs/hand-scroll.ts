/** Momentum goes on for so long without another sign of a hand; a press on what is shown ends it. */
const AFTER_MS = 1000;
const KEYS = new Set(['PageDown', 'PageUp', 'ArrowDown', 'ArrowUp', ' ', 'Home', 'End']);

/** Tells whether a person scrolls an element, by wheel, touch, key or scrollbar, or whether its own drawing moves it. */
export class HandScroll {
  readonly #now: () => number;
  #until = Number.NEGATIVE_INFINITY;
  /** the scrollbar is held; that it is let go is not told at once */
  #held = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether a scroll event is of a hand; asked at each. */
  moves(): boolean {
    const moves = this.#held || this.#now() < this.#until;
    if (moves) this.#touch();
    return moves;
  }

  /** Watches an element; answers how to end it. */
  watch(element: HTMLElement): () => void {
    const watching = new AbortController();
    const on = { signal: watching.signal, passive: true };
    const touch = () => this.#touch();
    element.addEventListener('wheel', touch, on);
    element.addEventListener('touchmove', touch, on);
    element.addEventListener('keydown', ({ key }) => (KEYS.has(key) ? touch() : this.#rest()), on);
    element.addEventListener(
      'pointerdown',
      ({ target }) => {
        this.#held = target === element;
        if (!this.#held) this.#rest();
      },
      on,
    );
    const letGo = ({ buttons }: PointerEvent) => {
      if (!this.#held || buttons !== 0) return;
      this.#held = false;
      touch();
    };
    element.addEventListener('pointermove', letGo, on);
    element.addEventListener('pointerup', letGo, on);
    return () => watching.abort();
  }

  #rest(): void {
    this.#until = Number.NEGATIVE_INFINITY;
  }

  #touch(): void {
    this.#until = this.#now() + AFTER_MS;
  }
}
