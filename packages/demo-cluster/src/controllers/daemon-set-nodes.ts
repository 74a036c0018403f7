import type { DaemonSet, Node, Pod, PodSpec } from './kinds.ts';
import { matchesNode, tolerates, untoleratedTaint } from './node-fit.ts';

// what every daemon pod tolerates (daemon/util AddOrUpdateDaemonPodTolerations)
const TOLERATED: readonly (readonly [state: string, effect: string])[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
];

function tolerateTroubles(spec: PodSpec): void {
  const states = spec.hostNetwork ? [...TOLERATED, ['network-unavailable', 'NoSchedule'] as const] : TOLERATED;
  const missing = states
    .map(([state, effect]) => ({ key: `node.kubernetes.io/${state}`, operator: 'Exists', effect }))
    .filter((one) => !(spec.tolerations ?? []).some((has) => has.key === one.key && has.effect === one.effect));
  spec.tolerations = [...(spec.tolerations ?? []), ...missing];
}

/** Ties a daemon pod to its node the way the real controller does; the default scheduler still places it. */
export function pin(spec: PodSpec, node: string): void {
  spec.affinity = {
    ...spec.affinity,
    nodeAffinity: {
      ...spec.affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
      },
    },
  };
  tolerateTroubles(spec);
}

/** The node that a daemon pod was made for: it is pinned by affinity until the scheduler has placed it. */
export function nodeOf(pod: Pod): string {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms?.[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

/** Answers for each node whether the set's pod should be there, and whether one that is there may stay. */
export function placement(set: DaemonSet): (node: Node) => { isWanted: boolean; mayStay: boolean } {
  const spec: PodSpec = { ...set.spec.template.spec };
  tolerateTroubles(spec);
  return (node) => {
    if (spec.nodeName && spec.nodeName !== node.metadata.name) return { isWanted: false, mayStay: false };
    const fits = matchesNode(spec, node);
    const isDrivenOut = (node.spec.taints ?? []).some(
      (taint) => taint.effect === 'NoExecute' && !tolerates(spec.tolerations, taint),
    );
    return { isWanted: fits && untoleratedTaint(spec, node) === undefined, mayStay: fits && !isDrivenOut };
  };
}
