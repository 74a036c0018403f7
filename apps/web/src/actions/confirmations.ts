import type { Action, ActionTarget } from './define-action.ts';

interface Confirmation {
  readonly action: Action;
  readonly target: ActionTarget;
  readonly proceed: () => void;
}

/** The question that waits for an answer before something is destroyed; one at a time. */
class Confirmations {
  readonly #listeners = new Set<() => void>();
  #current: Confirmation | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly current = (): Confirmation | undefined => this.#current;

  ask(confirmation: Confirmation): void {
    this.#set(confirmation);
  }

  answer(yes: boolean): void {
    const asked = this.#current;
    this.#set(undefined);
    if (yes) asked?.proceed();
  }

  #set(current: Confirmation | undefined): void {
    this.#current = current;
    for (const listener of this.#listeners) listener();
  }
}

/** The questions of this tab. */
export const confirmations = new Confirmations();
