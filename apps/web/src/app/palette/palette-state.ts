/** Whether the palette is open, and what was in its field then. */
class PaletteState {
  readonly #listeners = new Set<() => void>();
  #open = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly isOpen = (): boolean => this.#open;

  set(open: boolean): void {
    this.#open = open;
    for (const listener of this.#listeners) listener();
  }
}

/** The palette of this tab. */
export const paletteState = new PaletteState();
