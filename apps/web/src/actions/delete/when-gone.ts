import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionTarget } from '../define-action.ts';

const listeners = new WeakMap<ActionTarget, () => void>();

/** Calls `listener` when the dialog has seen the target go: what its form has read can still be kept then. */
export function whenGone(target: ActionTarget, listener: () => void): void {
  listeners.set(target, listener);
}

export function tellGone(target: ActionTarget): void {
  if (target.uid !== undefined) undoMemory.markGone(target.uid);
  listeners.get(target)?.();
}
