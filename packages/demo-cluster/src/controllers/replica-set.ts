import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { KEYS, type Pod, type ReplicaSet } from './kinds.ts';
import { byDispensability, isActive, isAvailable, isReady } from './pod-state.ts';
import { controllerReference, podOf } from './pod-template.ts';
import { matches } from './selector.ts';

const SOURCE = { component: 'replicaset-controller' };
// controller_utils.go BurstReplicas: what one pass may create or delete
const BURST = 500;

/** Keeps as many pods as a ReplicaSet asks for. */
export const replicaSetController: Controller = {
  name: 'replicaset',
  watches: [
    { key: KEYS.ReplicaSet, map: itself },
    { key: KEYS.Pod, map: controllerOf('ReplicaSet') },
  ],
  reconcile(context, namespace, name) {
    const { store, index, events } = context;
    const set = store.get(KEYS.ReplicaSet, namespace, name) as ReplicaSet | undefined;
    if (!set) return undefined;
    const owned = index.controlledBy(set, KEYS.Pod) as Pod[];
    const active = owned.filter(isActive);
    let failure: string | undefined;
    if (!set.metadata.deletionTimestamp) {
      active.push(...adopt(context, set));
      const missing = (set.spec.replicas ?? 1) - active.length;
      for (let n = 0; n < Math.min(missing, BURST) && failure === undefined; n++) failure = createPod(context, set);
      if (missing < 0)
        for (const pod of active.sort(byDispensability).slice(0, Math.min(-missing, BURST))) {
          store.delete(KEYS.Pod, namespace, pod.metadata.name);
          events.normal(set, SOURCE, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
        }
    }
    return writeStatus(context, set, failure) ?? (failure === undefined ? undefined : 5000);
  },
};

/** Pods without a controller that match the selector become the set's own. */
function adopt({ index, store }: ControllerContext, set: ReplicaSet): Pod[] {
  const adopted: Pod[] = [];
  for (const pod of [...index.podsIn(set.metadata.namespace ?? '')]) {
    if (!isActive(pod) || pod.metadata.ownerReferences?.some((one) => one.controller)) continue;
    if (!matches(set.spec.selector, pod.metadata.labels)) continue;
    const updated = store.update(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, (draft) => {
      draft.metadata.ownerReferences = [...(draft.metadata.ownerReferences ?? []), controllerReference(set)];
    });
    if (updated) adopted.push(updated as Pod);
  }
  return adopted;
}

function createPod({ store, events }: ControllerContext, set: ReplicaSet): string | undefined {
  try {
    const pod = store.create(KEYS.Pod, podOf(set, set.spec.template, { generateName: `${set.metadata.name}-` }));
    events.normal(set, SOURCE, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    events.warning(set, SOURCE, 'FailedCreate', `Error creating: ${message}`);
    return message;
  }
}

function writeStatus(context: ControllerContext, set: ReplicaSet, failure: string | undefined): number | undefined {
  const { store, index } = context;
  const now = store.now();
  const pods = (index.controlledBy(set, KEYS.Pod) as Pod[]).filter(isActive);
  const minReady = set.spec.minReadySeconds ?? 0;
  const templateLabels = set.spec.template.metadata?.labels ?? {};
  const ready = pods.filter(isReady);
  const available = ready.filter((pod) => isAvailable(pod, minReady, now));
  store.update(KEYS.ReplicaSet, set.metadata.namespace, set.metadata.name, (draft) => {
    const before = (draft as ReplicaSet).status;
    const conditions = [...(before?.conditions ?? [])].filter((one) => one.type !== 'ReplicaFailure');
    if (failure !== undefined)
      setCondition(
        conditions,
        { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: failure },
        now,
      );
    draft['status'] = {
      replicas: pods.length,
      ...(pods.length > 0
        ? {
            fullyLabeledReplicas: pods.filter((pod) =>
              Object.entries(templateLabels).every(([key, value]) => pod.metadata.labels?.[key] === value),
            ).length,
          }
        : {}),
      ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
      ...(available.length > 0 ? { availableReplicas: available.length } : {}),
      observedGeneration: set.metadata.generation ?? 1,
      ...(conditions.length > 0 ? { conditions } : {}),
    };
  });
  return available.length < ready.length ? minReady * 1000 : undefined;
}
