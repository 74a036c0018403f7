import type { ActionFault, ActionTarget } from '../define-action.ts';

export interface FinalizersInput {
  /** those that are to go */
  readonly chosen: readonly string[];
  /** what the person typed to confirm */
  readonly typed: string;
}

/** Nothing is chosen for the person: each finalizer is work that somebody else had promised to do. */
export const initialFinalizers: FinalizersInput = { chosen: [], typed: '' };

export function finalizersOf({ object }: ActionTarget): readonly string[] {
  return object?.metadata.finalizers ?? [];
}

/** Why they cannot be removed like this. */
export function finalizersFault(
  { chosen, typed }: FinalizersInput,
  targets: readonly ActionTarget[],
): ActionFault | undefined {
  if (chosen.length === 0) return { key: 'finalizers.fault.none', quiet: true };
  return typed.trim() === targets[0]?.ref.name ? undefined : { key: 'finalizers.fault.typed', quiet: true };
}

/**
 * The merge patch that leaves the others. uid and resourceVersion are preconditions: what the person has not seen is not written over,
 * and another object that has taken the name since is left alone.
 */
export function finalizersPatch(target: ActionTarget, { chosen }: FinalizersInput): string {
  const left = finalizersOf(target).filter((finalizer) => !chosen.includes(finalizer));
  const { uid, resourceVersion } = target.object?.metadata ?? {};
  return JSON.stringify({ metadata: { uid, resourceVersion, finalizers: left.length === 0 ? null : left } });
}

/** The same for kubectl, which has no preconditions in the patch that people write. */
export function kubectlPatch(target: ActionTarget, { chosen }: FinalizersInput): string {
  const left = finalizersOf(target).filter((finalizer) => !chosen.includes(finalizer));
  return JSON.stringify({ metadata: { finalizers: left.length === 0 ? null : left } });
}
