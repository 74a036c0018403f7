import type { DemoObject, ResourceKey } from '../store.ts';
import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import type { EventSource } from './event-recorder.ts';
import { KEYS, type LabelSelector, type Pod, type PodTemplate, type ReplicaSet } from './kinds.ts';
import { claim, controllerUid, selectsEverything, suitors } from './ownership.ts';
import { createPod, deletePod, messageOf, slowStart } from './pod-control.ts';
import { availableIn, byDispensability, conditionOf, isActive, isAvailable, isReady } from './pod-state.ts';
import { podOf } from './pod-template.ts';
import { matchesAll } from './selector.ts';

// controller_utils.go BurstReplicas: what one pass may create or delete
const BURST = 500;

/** A ReplicaSet, or a ReplicationController, which differs in its selector's form only. */
interface Replicated extends DemoObject {
  spec: {
    replicas?: number;
    minReadySeconds?: number;
    selector?: LabelSelector | Record<string, string>;
    template: PodTemplate;
  };
  status?: ReplicaSet['status'];
}

interface Variant {
  readonly key: ResourceKey;
  readonly kind: 'ReplicaSet' | 'ReplicationController';
  readonly source: EventSource;
  selector(set: Replicated): LabelSelector;
}

const REPLICA_SET: Variant = {
  key: KEYS.ReplicaSet,
  kind: 'ReplicaSet',
  source: { component: 'replicaset-controller' },
  selector: (set) => (set.spec.selector ?? {}) as LabelSelector,
};
const REPLICATION_CONTROLLER: Variant = {
  key: KEYS.ReplicationController,
  kind: 'ReplicationController',
  source: { component: 'replication-controller' },
  selector: (set) => ({
    matchLabels: (set.spec.selector ?? set.spec.template.metadata?.labels) as Record<string, string>,
  }),
};

/** Keeps as many pods as a ReplicaSet asks for. */
export const replicaSetController = controllerFor(REPLICA_SET);

/** The same for its older sister. */
export const replicationController = controllerFor(REPLICATION_CONTROLLER);

function controllerFor(variant: Variant): Controller {
  return {
    name: variant.kind.toLowerCase(),
    watches: [
      { key: variant.key, map: itself },
      { key: KEYS.Pod, map: controllerOf(variant.kind) },
      { key: KEYS.Pod, map: suitors(variant.key, (set) => variant.selector(set as Replicated)) },
    ],
    reconcile: (context, namespace, name) => reconcile(context, variant, namespace, name),
  };
}

function reconcile(context: ControllerContext, variant: Variant, namespace: string, name: string): number | undefined {
  const set = context.store.get(variant.key, namespace, name) as Replicated | undefined;
  const selector = set && variant.selector(set);
  if (!set || selectsEverything(selector)) return undefined;
  const pods = claim<Pod>(context, set, KEYS.Pod, {
    selector: selector ?? {},
    mayAdopt: (pod) => isActive(pod as Pod),
  });
  const active = pods.filter(isActive);
  const failure = set.metadata.deletionTimestamp ? undefined : manage(context, variant, set, active);
  const again = writeStatus(context, variant, set, active, failure);
  // tried again with growing pauses
  if (failure !== undefined) throw failure;
  return again;
}

function manage(context: ControllerContext, variant: Variant, set: Replicated, active: readonly Pod[]): unknown {
  const missing = (set.spec.replicas ?? 1) - active.length;
  if (missing > 0)
    return slowStart(Math.min(missing, BURST), () => {
      createPod(context, set, variant.source, podOf(set, set.spec.template, { generateName: `${set.metadata.name}-` }));
    });
  if (missing === 0) return undefined;
  const crowd = neighbours(context, set, active);
  const order = byDispensability((pod) => crowd.get(pod.spec.nodeName ?? '') ?? 0, context.store.now());
  for (const pod of [...active].sort(order).slice(0, Math.min(-missing, BURST)))
    deletePod(context, set, variant.source, pod);
  return undefined;
}

/** How many related pods run on each node: those of the set and of its sisters under the same Deployment. */
function neighbours({ index }: ControllerContext, set: Replicated, active: readonly Pod[]): Map<string, number> {
  const owner = controllerUid(set);
  const parent = owner === undefined ? undefined : index.byUid(owner)?.object;
  const sisters = parent ? index.controlledBy(parent, KEYS.ReplicaSet) : [];
  const related = parent ? sisters.flatMap((one) => index.controlledBy(one, KEYS.Pod) as Pod[]) : active;
  const crowd = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec.nodeName;
    if (node && isActive(pod)) crowd.set(node, (crowd.get(node) ?? 0) + 1);
  }
  return crowd;
}

/** Counts of the pods as they were found: what was just made shows in the next pass, as with the real controller. */
function writeStatus(
  { store }: ControllerContext,
  variant: Variant,
  set: Replicated,
  pods: readonly Pod[],
  failure: unknown,
): number | undefined {
  const now = store.now();
  const minReady = set.spec.minReadySeconds ?? 0;
  const templateLabels = set.spec.template.metadata?.labels ?? {};
  const ready = pods.filter(isReady);
  const counts = {
    fullyLabeledReplicas: pods.filter((pod) => matchesAll(templateLabels, pod.metadata.labels)).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isAvailable(pod, minReady, now)).length,
  };
  store.update(variant.key, set.metadata.namespace, set.metadata.name, (draft) => {
    const before = (draft as Replicated).status?.conditions ?? [];
    const known = conditionOf(before, 'ReplicaFailure');
    const conditions = failure === undefined ? before.filter((one) => one !== known) : [...before];
    if (failure !== undefined && !known) {
      const message = messageOf(failure);
      setCondition(conditions, { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }, now);
    }
    draft['status'] = {
      replicas: pods.length,
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      observedGeneration: set.metadata.generation ?? 1,
      ...(conditions.length > 0 ? { conditions } : {}),
    };
  });
  return availableIn(ready, minReady, now);
}
