import type { Action, ActionTarget } from './define-action.ts';

/** An action that waits for a person's word: its form filled, its plan agreed to. */
export interface PendingAction {
  readonly action: Action;
  /** one, or all that the bulk bar holds */
  readonly targets: readonly ActionTarget[];
  readonly navigate: (path: string) => void;
}

/** The action whose dialog is open; one at a time. */
class PendingActions {
  readonly #listeners = new Set<() => void>();
  #current: PendingAction | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly current = (): PendingAction | undefined => this.#current;

  open(action: PendingAction): void {
    this.#set(action);
  }

  close(): void {
    this.#set(undefined);
  }

  #set(current: PendingAction | undefined): void {
    this.#current = current;
    for (const listener of this.#listeners) listener();
  }
}

/** The dialogs of this tab. */
export const pendingActions = new PendingActions();
