import type { KubeObject } from '../../api/kube-object.ts';
import { type PodContainer, readContainers } from '../../api/pod-containers.ts';
import { listAt, textAt } from '../../api/read-field.ts';

interface PodReason {
  /** as the cluster writes it */
  readonly reason: string;
  /** the containers that it is said of; none: it is said of the pod */
  readonly containers: readonly string[];
}

/** Steps that each pod goes through: they say something only of one that takes long over them. */
const STEPS: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);
const LONG_MS = 30_000;

/** Whether a pod that is still on its way has been so for long. */
export function takesLong(pod: KubeObject, now: number): boolean {
  return now - Date.parse(textAt(pod, 'status.startTime') || (pod.metadata.creationTimestamp ?? '')) > LONG_MS;
}

/** Why a pod is not as it should be, in the cluster's own words, each once; the pod's own before those of its containers. */
export function podReasons(pod: KubeObject, isLong: boolean): readonly PodReason[] {
  const found = new Map<string, string[]>();
  const add = (reason: string, container?: string) => {
    if (reason === '') return;
    const names = found.get(reason) ?? [];
    found.set(reason, container === undefined ? names : [...names, container]);
  };
  const phase = textAt(pod, 'status.phase');
  const reason = textAt(pod, 'status.reason');
  if (pod.metadata.deletionTimestamp !== undefined) {
    // what its containers say now is part of their end
    add('Terminating');
    if (reason === 'NodeLost') add(reason);
    return listOf(found);
  }
  add(reason);
  if (phase === 'Unknown') add(phase);
  if (phase === 'Succeeded') return listOf(found);
  const scheduled = listAt(pod, 'status.conditions').find((each) => textAt(each, 'type') === 'PodScheduled');
  if (textAt(scheduled, 'status') === 'False') add(textAt(scheduled, 'reason'));
  else {
    for (const container of readContainers(pod))
      for (const each of reasonsOf(container)) if (isLong || !STEPS.has(each)) add(each, container.name);
  }
  return listOf(found);
}

function reasonsOf({ role, state, lastState, ready }: PodContainer): readonly string[] {
  // the end of a container that somebody looked about with is nobody's trouble
  if (role === 'ephemeral' && state?.phase === 'terminated') return [];
  const last = !ready && lastState?.phase === 'terminated' && lastState.reason === 'OOMKilled' ? ['OOMKilled'] : [];
  if (state?.phase === 'waiting') return [state.reason, ...last];
  if (state?.phase === 'terminated') return state.exitCode === 0 ? [] : [state.reason];
  return last;
}

function listOf(found: ReadonlyMap<string, readonly string[]>): readonly PodReason[] {
  return [...found].map(([reason, containers]) => ({ reason, containers: [...new Set(containers)] }));
}
