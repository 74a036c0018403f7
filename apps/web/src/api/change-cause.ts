/** Why a revision of a workload was made, as `kubectl rollout history` shows it (CTL-36): an annotation of the workload. */
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

const KEPT: ReadonlySet<string> = new Set(['deployments', 'statefulsets', 'daemonsets']);

/** Whether a kind replaces its pods when its template changes, and keeps a revision of each template with its cause. */
export function keepsRevisions({ group, resource }: { readonly group: string; readonly resource: string }): boolean {
  return group === 'apps' && KEPT.has(resource);
}
