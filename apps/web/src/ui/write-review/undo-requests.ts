import type { SessionWrite } from '../../api/writes/undo-memory.ts';

/** Wishes to undo a write; the one host of this tab answers them. */
class UndoRequests {
  #listener: ((write: SessionWrite) => void) | undefined;

  /** Returns a function that stops listening. */
  listen(listener: (write: SessionWrite) => void): () => void {
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  ask(write: SessionWrite): void {
    this.#listener?.(write);
  }
}

export const undoRequests = new UndoRequests();
