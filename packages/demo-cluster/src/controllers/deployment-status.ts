import type { ControllerContext } from './controller.ts';
import { type ReplicaSets, replicasOf, slack } from './deployment-sets.ts';
import { type Condition, type Deployment, KEYS, type ReplicaSet } from './kinds.ts';
import { conditionOf } from './pod-state.ts';
import { millis, timestamp } from './time.ts';

type Status = NonNullable<Deployment['status']>;

const DEFAULT_DEADLINE_SECONDS = 600;
// what kubectl writes for "none"
const NO_DEADLINE = 2 ** 31 - 1;

/** Milliseconds without progress after which a rollout has timed out; undefined when it has no deadline. */
export function progressDeadline({ spec }: Deployment): number | undefined {
  const seconds = spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS;
  return seconds === NO_DEADLINE ? undefined : seconds * 1000;
}

/** The rollout is over: all pods are of the present template and available. */
export function isComplete(deployment: Deployment, status: Status | undefined): boolean {
  const wanted = replicasOf(deployment);
  return (
    (status?.updatedReplicas ?? 0) === wanted &&
    (status?.replicas ?? 0) === wanted &&
    (status?.availableReplicas ?? 0) === wanted &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

function hasProgressed(before: Status | undefined, after: Status): boolean {
  const of = (status: Status | undefined, count: keyof Status) => Number(status?.[count] ?? 0);
  const olds = (status: Status | undefined) => of(status, 'replicas') - of(status, 'updatedReplicas');
  return (
    of(after, 'updatedReplicas') > of(before, 'updatedReplicas') ||
    olds(after) < olds(before) ||
    of(after, 'readyReplicas') > of(before, 'readyReplicas') ||
    of(after, 'availableReplicas') > of(before, 'availableReplicas')
  );
}

/** The list with a condition set: unchanged when status and reason are the same, else the condition moves to the end. */
export function setDeploymentCondition(conditions: readonly Condition[], next: Condition, now: number): Condition[] {
  const before = conditionOf(conditions, next.type);
  if (before?.status === next.status && before.reason === next.reason) return [...conditions];
  const transition = before?.status === next.status ? before.lastTransitionTime : undefined;
  const stored = { ...next, lastUpdateTime: timestamp(now), lastTransitionTime: transition ?? timestamp(now) };
  return [...without(conditions, next.type), stored];
}

const without = (conditions: readonly Condition[], type: string) => conditions.filter((one) => one.type !== type);

/** Notes that a Deployment was paused or resumed, so that the deadline does not count the pause. */
export function notePause({ store }: ControllerContext, deployment: Deployment): void {
  if (progressDeadline(deployment) === undefined) return;
  const before = conditionOf(deployment.status?.conditions, 'Progressing');
  if (before?.reason === 'ProgressDeadlineExceeded') return;
  const wasPaused = before?.reason === 'DeploymentPaused';
  if (wasPaused === (deployment.spec.paused ?? false)) return;
  const [reason, message] = wasPaused
    ? ['DeploymentResumed', 'Deployment is resumed']
    : ['DeploymentPaused', 'Deployment is paused'];
  const { namespace, name } = deployment.metadata;
  store.update(KEYS.Deployment, namespace, name, (draft) => {
    const { status } = draft as Deployment;
    const next = { type: 'Progressing', status: 'Unknown', reason, message };
    draft['status'] = { ...status, conditions: setDeploymentCondition(status?.conditions ?? [], next, store.now()) };
  });
}

/** Writes counts and conditions, of progress only during a rollout; returns when to look again for the deadline. */
export function writeDeploymentStatus(
  { store }: ControllerContext,
  deployment: Deployment,
  sets: ReplicaSets,
  isRollout: boolean,
): number | undefined {
  const now = store.now();
  const before = deployment.status;
  const counts = countsOf(deployment, sets);
  let conditions = available(deployment, before?.conditions ?? [], counts, now);
  if (isRollout) {
    conditions = progress(deployment, sets.fresh, conditions, before, counts, now);
    conditions = failure(conditions, sets, now);
  }
  const status = { ...counts, conditions };
  store.update(KEYS.Deployment, deployment.metadata.namespace, deployment.metadata.name, (draft) => {
    draft['status'] = status;
  });
  return isRollout ? untilDeadline(deployment, status, now) : undefined;
}

function countsOf(deployment: Deployment, { fresh, olds }: ReplicaSets): Status {
  const sets = [...olds, ...(fresh ? [fresh] : [])];
  const sum = (count: (set: ReplicaSet) => number | undefined) => sets.reduce((all, one) => all + (count(one) ?? 0), 0);
  const availableReplicas = sum((one) => one.status?.availableReplicas);
  const counts = {
    replicas: sum((one) => one.status?.replicas),
    updatedReplicas: fresh?.status?.replicas ?? 0,
    readyReplicas: sum((one) => one.status?.readyReplicas),
    availableReplicas,
    unavailableReplicas: Math.max(0, sum(replicasOf) - availableReplicas),
  };
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

function available(deployment: Deployment, conditions: readonly Condition[], counts: Status, now: number): Condition[] {
  const isEnough = (counts.availableReplicas ?? 0) >= replicasOf(deployment) - slack(deployment).missing;
  return setDeploymentCondition(
    conditions,
    {
      type: 'Available',
      status: isEnough ? 'True' : 'False',
      reason: isEnough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: isEnough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
    },
    now,
  );
}

/** The first failure that a set reports, the newest set's before others'. */
function failure(conditions: Condition[], { fresh, olds }: ReplicaSets, now: number): Condition[] {
  const found = [...(fresh ? [fresh] : []), ...olds]
    .map((set) => conditionOf(set.status?.conditions, 'ReplicaFailure'))
    .find((one) => one !== undefined);
  if (!found) return without(conditions, 'ReplicaFailure');
  const { reason, message, status } = found;
  return setDeploymentCondition(conditions, { type: 'ReplicaFailure', status, reason, message }, now);
}

function progress(
  deployment: Deployment,
  fresh: ReplicaSet | undefined,
  conditions: Condition[],
  before: Status | undefined,
  counts: Status,
  now: number,
): Condition[] {
  const deadline = progressDeadline(deployment);
  if (deadline === undefined) return without(conditions, 'Progressing');
  const current = conditionOf(conditions, 'Progressing');
  // a complete rollout that merely lost a pod is not a new rollout
  const wasComplete =
    current?.reason === 'NewReplicaSetAvailable' && (counts.replicas ?? 0) === (counts.updatedReplicas ?? 0);
  if (wasComplete) return conditions;
  const subject = fresh ? `ReplicaSet "${fresh.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const set = (status: string, reason: string, words: string) => ({
    type: 'Progressing',
    status,
    reason,
    message: `${subject} ${words}`,
  });
  if (isComplete(deployment, counts))
    return setDeploymentCondition(
      conditions,
      set('True', 'NewReplicaSetAvailable', 'has successfully progressed.'),
      now,
    );
  if (hasProgressed(before, counts)) {
    // dated anew at every step: the deadline counts from it
    const since = current?.status === 'True' ? current.lastTransitionTime : undefined;
    const next = set('True', 'ReplicaSetUpdated', 'is progressing.');
    const dates = { lastUpdateTime: timestamp(now), lastTransitionTime: since ?? timestamp(now) };
    return [...without(conditions, 'Progressing'), { ...next, ...dates }];
  }
  if (isLate(current, deadline, now))
    return setDeploymentCondition(
      conditions,
      set('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'),
      now,
    );
  return conditions;
}

function isLate(current: Condition | undefined, deadline: number, now: number): boolean {
  if (!current || current.reason === 'NewReplicaSetAvailable') return false;
  return current.reason === 'ProgressDeadlineExceeded' || millis(current.lastUpdateTime) + deadline < now;
}

function untilDeadline(deployment: Deployment, status: Status, now: number): number | undefined {
  const deadline = progressDeadline(deployment);
  const current = conditionOf(status.conditions, 'Progressing');
  if (deadline === undefined || !current || isComplete(deployment, status)) return undefined;
  if (current.reason === 'ProgressDeadlineExceeded') return undefined;
  return Math.max(millis(current.lastUpdateTime) + deadline - now, 0) + 1000;
}
