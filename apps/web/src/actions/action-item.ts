import type { Action, ActionTarget } from './define-action.ts';

/** An action on one target, ready for a menu or a button: words translated, right asked for. */
export interface ActionItem {
  readonly action: Action;
  readonly title: string;
  readonly shortcut?: string;
  /** a sentence that says why it cannot be used; undefined: may be tried (the server's answer always wins) */
  readonly disabledReason?: string;
  /** the equivalent kubectl command */
  readonly kubectl: string;
  /** on the target, or on those given instead */
  run(targets?: readonly ActionTarget[]): void;
}
