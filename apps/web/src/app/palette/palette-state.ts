/** Whether the palette is open, and what was typed before it was there to take it. */
class PaletteState {
  readonly #listeners = new Set<() => void>();
  #open = false;
  #typed = '';

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly isOpen = (): boolean => this.#open;

  /** A key that was pressed while the palette was still being fetched. */
  typeAhead(key: string): void {
    this.#typed += key;
  }
  /** What its field begins with. */
  readonly typedAhead = (): string => this.#typed;

  set(open: boolean): void {
    this.#open = open;
    this.#typed = '';
    for (const listener of this.#listeners) listener();
  }
}

/** The palette of this tab. */
export const paletteState = new PaletteState();
