import { useEffect } from 'react';
import type { KubeObject } from '../../api/kube-object.ts';
import type { AccessCheck, ActionFault } from '../define-action.ts';
import { rightOf } from '../missing-right.ts';
import { useAccess } from '../use-access.ts';

/** What a dialog finds out while it is open and its fault tells. */
export interface Blockable {
  readonly block?: ActionFault | undefined;
}

/** Keeps what a form finds out (what stands in the way, what is configured) in its input, where the command and the run read it. */
export function useSettled<Input extends object>(
  value: Input,
  onChange: (value: Input) => void,
  found: Partial<Input>,
): void {
  const next = { ...value, ...found };
  const isSame = JSON.stringify(next) === JSON.stringify(value);
  useEffect(() => {
    if (!isSame) onChange(next);
  });
}

/** The first of these rights that is missing, as a fault; undefined while nothing is known to be missing. */
export function useMissingRight(cluster: string, checks: readonly AccessCheck[]): ActionFault | undefined {
  const answer = useAccess(cluster, checks);
  const missing = checks.find((check) => answer(check) === false);
  if (missing === undefined) return undefined;
  const [key, values] = rightOf(missing);
  return { key, values };
}

/** To make something, or to change the one that there is: `right` says of a verb which right it takes. */
export function rightToSet(
  right: (verb: 'create' | 'patch') => AccessCheck,
  existing: KubeObject | undefined,
): AccessCheck {
  return existing === undefined ? right('create') : { ...right('patch'), name: existing.metadata.name };
}

/** The right to a verb on pods, or on a subresource of theirs such as "attach", in a namespace. */
export function podRight(namespace: string, verb: string, subresource?: string): AccessCheck {
  return { verb, group: '', resource: 'pods', namespace, ...(subresource === undefined ? {} : { subresource }) };
}
