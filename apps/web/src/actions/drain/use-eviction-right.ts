import { podRight, useMissingRight } from '../debug/use-settled.ts';
import type { AccessCheck, ActionFault } from '../define-action.ts';
import { useAccess } from '../use-access.ts';
import type { DrainPod } from './drain-plan.ts';

/** Everywhere at once; who lacks it may have it where the pods are. */
const ANYWHERE: AccessCheck = { verb: 'create', group: '', resource: 'pods', subresource: 'eviction' };

/** The right to evict that is missing for the pods that a drain would take; undefined while nothing is known to be missing. */
export function useEvictionRight(cluster: string, plan: readonly DrainPod[]): ActionFault | undefined {
  const isOpen = useAccess(cluster, [ANYWHERE])(ANYWHERE) !== false;
  const namespaces = plan.flatMap(({ fate, namespace }) => (fate === 'taken' ? [namespace] : []));
  return useMissingRight(
    cluster,
    isOpen ? [] : [...new Set(namespaces)].map((namespace) => podRight(namespace, 'create', 'eviction')),
  );
}
