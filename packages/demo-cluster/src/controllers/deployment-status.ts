import { setCondition } from './conditions.ts';
import type { ControllerContext } from './controller.ts';
import { type Condition, type Deployment, KEYS, type ReplicaSet } from './kinds.ts';
import { canonical } from './object-hash.ts';
import { conditionOf } from './pod-state.ts';
import { roundedShare } from './rollout-share.ts';
import { millis, timestamp } from './time.ts';

const DEFAULT_DEADLINE_SECONDS = 600;

/** Writes counts and conditions; returns when to look again for the progress deadline. */
export function writeDeploymentStatus(
  context: ControllerContext,
  deployment: Deployment,
  fresh: ReplicaSet | undefined,
): number | undefined {
  const { store, index } = context;
  const now = store.now();
  const sets = index.controlledBy(deployment, KEYS.ReplicaSet) as ReplicaSet[];
  const newest = sets.find((one) => one.metadata.uid === fresh?.metadata.uid);
  const sum = (count: (set: ReplicaSet) => number | undefined) => sets.reduce((all, one) => all + (count(one) ?? 0), 0);
  const wanted = deployment.spec.replicas ?? 1;
  const replicas = sum((one) => one.status?.replicas);
  const ready = sum((one) => one.status?.readyReplicas);
  const available = sum((one) => one.status?.availableReplicas);
  const updated = newest?.status?.replicas ?? 0;
  const unavailable = Math.max(0, sum((one) => one.spec.replicas) - available);
  const counts = {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...(replicas > 0 ? { replicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
  };
  const before = (store.get(KEYS.Deployment, deployment.metadata.namespace, deployment.metadata.name) ??
    deployment) as Deployment;
  const conditions: Condition[] = structuredClone(before.status?.conditions ?? []);
  const isComplete =
    updated === wanted && replicas === wanted && available === wanted && newest?.spec.replicas === wanted;
  const { conditions: _old, ...oldCounts } = before.status ?? {};
  const hasMoved = canonical(oldCounts) !== canonical(counts);
  setAvailable(conditions, deployment, available, now);
  setFailure(conditions, sets, now);
  const again = setProgress(conditions, deployment, newest, { isComplete, hasMoved }, now);
  store.update(KEYS.Deployment, deployment.metadata.namespace, deployment.metadata.name, (draft) => {
    draft['status'] = { ...counts, conditions };
  });
  return again;
}

function setAvailable(conditions: Condition[], deployment: Deployment, available: number, now: number): void {
  const wanted = deployment.spec.replicas ?? 1;
  const share = deployment.spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%';
  const missing = deployment.spec.strategy?.type === 'Recreate' ? 0 : roundedShare(share, wanted, 'down');
  const isEnough = available >= wanted - missing;
  write(conditions, now, {
    type: 'Available',
    status: isEnough ? 'True' : 'False',
    reason: isEnough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: isEnough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
  });
}

function setFailure(conditions: Condition[], sets: readonly ReplicaSet[], now: number): void {
  const failure = sets.map((one) => conditionOf(one.status?.conditions, 'ReplicaFailure')).find((one) => one);
  const at = conditions.findIndex((one) => one.type === 'ReplicaFailure');
  if (failure)
    write(conditions, now, {
      type: 'ReplicaFailure',
      status: 'True',
      reason: failure.reason,
      message: failure.message,
    });
  else if (at >= 0) conditions.splice(at, 1);
}

function setProgress(
  conditions: Condition[],
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  { isComplete, hasMoved }: { isComplete: boolean; hasMoved: boolean },
  now: number,
): number | undefined {
  const before = conditionOf(conditions, 'Progressing');
  const subject = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (deployment.spec.paused) {
    if (before?.reason !== 'DeploymentPaused')
      write(conditions, now, {
        type: 'Progressing',
        status: 'Unknown',
        reason: 'DeploymentPaused',
        message: 'Deployment is paused',
      });
    return undefined;
  }
  if (before?.reason === 'DeploymentPaused') {
    write(conditions, now, {
      type: 'Progressing',
      status: 'Unknown',
      reason: 'DeploymentResumed',
      message: 'Deployment is resumed',
    });
  }
  if (isComplete) {
    const message = `${subject} has successfully progressed.`;
    if (before?.reason !== 'NewReplicaSetAvailable' || before.message !== message)
      write(conditions, now, { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message });
    return undefined;
  }
  // a complete rollout that merely lost a pod is not a new rollout
  if (before?.reason === 'NewReplicaSetAvailable' && before.message?.startsWith(subject)) return undefined;
  const deadline = (deployment.spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS) * 1000;
  const since = millis(before?.lastUpdateTime);
  if (hasMoved || !before || before.reason === 'NewReplicaSetAvailable' || before.reason === 'DeploymentResumed') {
    write(conditions, now, {
      type: 'Progressing',
      status: 'True',
      reason: before ? 'ReplicaSetUpdated' : 'NewReplicaSetCreated',
      message: before ? `${subject} is progressing.` : `Created new replica set "${newest?.metadata.name ?? ''}"`,
    });
    return deadline + 1000;
  }
  if (before.reason === 'ProgressDeadlineExceeded') return undefined;
  if (now - since < deadline) return deadline - (now - since) + 1000;
  write(conditions, now, {
    type: 'Progressing',
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
    message: `${subject} has timed out progressing.`,
  });
  return undefined;
}

function write(conditions: Condition[], now: number, next: Condition): void {
  const before = conditionOf(conditions, next.type);
  if (before?.status === next.status && before.reason === next.reason && before.message === next.message) {
    // only progress is dated without a change: the deadline counts from it
    if (next.reason === 'ReplicaSetUpdated') before.lastUpdateTime = timestamp(now);
    return;
  }
  setCondition(conditions, { ...next, lastUpdateTime: timestamp(now) }, now);
}
