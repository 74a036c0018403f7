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

  /** A key that was pressed while the palette was still being fetched; says whether it is meant for the palette. */
  typeAhead(key: string): boolean {
    if (key === 'Escape') this.set(false);
    else if (key === 'Backspace') this.#typed = [...this.#typed].slice(0, -1).join('');
    else if (key.length === 1) this.#typed += key;
    // it ends what was typed, and would press what has the focus beneath
    else return key === 'Enter' && this.#typed !== '';
    return true;
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
