import { selectorText } from '../resources/resource-type.ts';
import type { DemoObject, StoreEvent } from '../store.ts';
import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { type Condition, KEYS, keyText, type LabelSelector, type Pod } from './kinds.ts';
import { controllerUid } from './ownership.ts';
import { messageOf } from './pod-control.ts';
import { isReady } from './pod-state.ts';
import { roundedShare } from './rollout-share.ts';
import { matches } from './selector.ts';
import { millis } from './time.ts';

interface Budget extends DemoObject {
  spec: { minAvailable?: number | string; maxUnavailable?: number | string; selector?: LabelSelector };
  status?: { conditions?: Condition[]; disruptedPods?: Record<string, string> };
}

interface Need {
  readonly expected: number;
  readonly desired: number;
}

const SOURCE = { component: 'controllermanager' };
// an eviction that has not led to a deletion by then did not happen (disruption.go DeletionTimeout)
const EVICTION_MS = 120_000;
const SCALABLE = new Set([KEYS.ReplicaSet, KEYS.StatefulSet, KEYS.ReplicationController].map(keyText));

/** Counts how many pods of a PodDisruptionBudget may be evicted right now. */
export const disruptionBudgetController: Controller = {
  name: 'disruption-budget',
  watches: [
    { key: KEYS.PodDisruptionBudget, map: itself },
    { key: KEYS.Pod, map: budgetsOf },
    // the budget counts from what the pods' controllers want
    { key: KEYS.Deployment, map: budgetsOfScaled },
    { key: KEYS.ReplicaSet, map: budgetsOfScaled },
    { key: KEYS.StatefulSet, map: budgetsOfScaled },
  ],
  reconcile(context, namespace, name) {
    const budget = context.store.get(KEYS.PodDisruptionBudget, namespace, name) as Budget | undefined;
    if (!budget) return undefined;
    const pods = [...context.index.podsIn(namespace)].filter((pod) =>
      matches(budget.spec.selector, pod.metadata.labels),
    );
    if (pods.length === 0) context.events.normal(budget, SOURCE, 'NoPods', 'No matching pods found');
    try {
      return writeStatus(context, budget, pods, need(context, budget, pods));
    } catch (error) {
      failSafe(context, budget, messageOf(error));
      return undefined;
    }
  },
};

function budgetsOf({ type, object, old }: StoreEvent, { store }: ControllerContext): string[] {
  const face = (pod: DemoObject | undefined) =>
    pod && `${isReady(pod as Pod)} ${pod.metadata.deletionTimestamp} ${JSON.stringify(pod.metadata.labels)}`;
  if (type === 'MODIFIED' && face(old) === face(object)) return [];
  return store
    .list(KEYS.PodDisruptionBudget, object.metadata.namespace)
    .filter((budget) =>
      [object, old].some((one) => one && matches((budget as Budget).spec.selector, one.metadata.labels)),
    )
    .map((one) => queueKey(one.metadata.namespace, one.metadata.name));
}

function budgetsOfScaled({ type, object, old }: StoreEvent, { store }: ControllerContext): string[] {
  const size = (one: DemoObject | undefined) => (one?.['spec'] as { replicas?: number } | undefined)?.replicas;
  if (type !== 'MODIFIED' || size(old) === size(object)) return [];
  return store
    .list(KEYS.PodDisruptionBudget, object.metadata.namespace)
    .map((one) => queueKey(one.metadata.namespace, one.metadata.name));
}

/** How many pods there should be, and how many of them must stay healthy. */
function need(context: ControllerContext, budget: Budget, pods: readonly Pod[]): Need {
  const { minAvailable, maxUnavailable } = budget.spec;
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expected: pods.length, desired: minAvailable };
  const expected = wantedByControllers(context, budget, pods);
  if (maxUnavailable === undefined) return { expected, desired: roundedShare(minAvailable ?? 1, expected, 'up') };
  return { expected, desired: Math.max(0, expected - roundedShare(maxUnavailable, expected, 'up')) };
}

/** The sum of what the controllers of the pods want; pods without a controller cannot be counted. */
function wantedByControllers({ index, events }: ControllerContext, budget: Budget, pods: readonly Pod[]): number {
  const controllers = new Map<string, number>();
  let isUnmanaged = false;
  for (const pod of pods) {
    const uid = controllerUid(pod);
    if (uid === undefined) {
      isUnmanaged = true;
      continue;
    }
    const direct = index.byUid(uid);
    if (!direct) throw fault(`found no controllers for pod "${pod.metadata.name}"`);
    if (!SCALABLE.has(keyText(direct.key)))
      throw fault(`${direct.key.resource}.${direct.key.group} does not implement the scale subresource`);
    const above = controllerUid(direct.object);
    const owner = (above === undefined ? undefined : index.byUid(above)) ?? direct;
    const replicas = (owner.object['spec'] as { replicas?: number } | undefined)?.replicas;
    controllers.set(owner.object.metadata.uid, replicas ?? 1);
  }
  if (isUnmanaged) {
    const selector = selectorText(budget.spec.selector ?? {});
    const words = `Pods selected by this PodDisruptionBudget (selector: "${selector}") were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
    events.warning(budget, SOURCE, 'UnmanagedPods', words);
  }
  return [...controllers.values()].reduce((sum, one) => sum + one, 0);

  function fault(message: string): Error {
    const words = `Failed to calculate the number of expected pods: ${message}`;
    events.warning(budget, SOURCE, 'CalculateExpectedPodCountFailed', words);
    return new Error(message);
  }
}

function writeStatus(
  { store }: ControllerContext,
  budget: Budget,
  pods: readonly Pod[],
  { expected, desired }: Need,
): number | undefined {
  const now = store.now();
  const present = new Set(pods.filter((pod) => !pod.metadata.deletionTimestamp).map((pod) => pod.metadata.name));
  // evicted, and their deletion has not been seen yet
  const going = Object.entries(budget.status?.disruptedPods ?? {}).filter(
    ([name, since]) => present.has(name) && millis(since) + EVICTION_MS > now,
  );
  const evicted = new Set(going.map(([name]) => name));
  const healthy = pods.filter(
    (pod) => !pod.metadata.deletionTimestamp && !evicted.has(pod.metadata.name) && isReady(pod),
  ).length;
  const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
  const { namespace, name } = budget.metadata;
  store.update(KEYS.PodDisruptionBudget, namespace, name, (draft) => {
    const conditions = [...((draft as Budget).status?.conditions ?? [])];
    const [status, reason] = allowed > 0 ? ['True', 'SufficientPods'] : ['False', 'InsufficientPods'];
    const observedGeneration = budget.metadata.generation ?? 1;
    const condition = { type: 'DisruptionAllowed', status, reason, message: '', observedGeneration };
    setCondition(conditions, condition, now);
    draft['status'] = {
      observedGeneration,
      currentHealthy: healthy,
      desiredHealthy: desired,
      expectedPods: expected,
      disruptionsAllowed: allowed,
      ...(going.length > 0 ? { disruptedPods: Object.fromEntries(going) } : {}),
      conditions,
    };
  });
  return going.length > 0 ? EVICTION_MS : undefined;
}

/** What cannot be counted may not be disturbed. */
function failSafe({ store }: ControllerContext, { metadata }: Budget, message: string): void {
  store.update(KEYS.PodDisruptionBudget, metadata.namespace, metadata.name, (draft) => {
    const conditions = [...((draft as Budget).status?.conditions ?? [])];
    const condition = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message };
    setCondition(conditions, condition, store.now());
    draft['status'] = { ...(draft as Budget).status, disruptionsAllowed: 0, conditions };
  });
}
