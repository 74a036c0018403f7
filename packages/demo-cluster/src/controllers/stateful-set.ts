import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { recordRevision } from './controller-revision.ts';
import { KEYS, type Pod, type StatefulSet } from './kinds.ts';
import { claim, selectorOf, selectsEverything, suitors } from './ownership.ts';
import { availableIn, isAvailable, isFinished, isReady } from './pod-state.ts';
import { roundedShare } from './rollout-share.ts';
import {
  createClaims,
  createNumbered,
  ordinalOf,
  ownClaims,
  REVISION_LABEL,
  type Revisions,
  SOURCE,
} from './stateful-set-pods.ts';

/** Keeps a StatefulSet's numbered pods, one after the other unless it says Parallel. */
export const statefulSetController: Controller = {
  name: 'statefulset',
  watches: [
    { key: KEYS.StatefulSet, map: itself },
    { key: KEYS.Pod, map: controllerOf('StatefulSet') },
    { key: KEYS.Pod, map: suitors(KEYS.StatefulSet, selectorOf) },
  ],
  reconcile(context, namespace, name) {
    const set = context.store.get(KEYS.StatefulSet, namespace, name) as StatefulSet | undefined;
    if (!set || selectsEverything(set.spec.selector)) return undefined;
    const { selector } = set.spec;
    const pods = claim<Pod>(context, set, KEYS.Pod, {
      selector,
      mayAdopt: (pod) => ordinalOf(set, pod) !== undefined,
    });
    const known = set.status?.currentRevision;
    const inUse = new Set(pods.map((pod) => pod.metadata.labels?.[REVISION_LABEL] ?? ''));
    if (known) inUse.add(known);
    const update = recordRevision(context, set, { hashLabel: 'controller.kubernetes.io/hash', inUse }).name;
    const revisions = {
      update,
      current: known && context.store.get(KEYS.ControllerRevision, namespace, known) ? known : update,
    };
    let failure: unknown;
    try {
      if (!set.metadata.deletionTimestamp) new StatefulSetStep(context, set, revisions).run(pods);
    } catch (error) {
      failure = error;
    }
    const again = writeStatus(context, set, revisions);
    if (failure !== undefined) throw failure;
    return again;
  },
};

/** One pass over the numbered pods; it stops where the set's order demands that something happens first. */
class StatefulSetStep {
  readonly #context: ControllerContext;
  readonly #set: StatefulSet;
  readonly #revisions: Revisions;
  readonly #isOrdered: boolean;

  constructor(context: ControllerContext, set: StatefulSet, revisions: Revisions) {
    this.#context = context;
    this.#set = set;
    this.#revisions = revisions;
    this.#isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  }

  #isUp(pod: Pod): boolean {
    const minReady = this.#set.spec.minReadySeconds ?? 0;
    const isRunning = pod.status?.phase === 'Running';
    return isRunning && !pod.metadata.deletionTimestamp && isAvailable(pod, minReady, this.#context.store.now());
  }

  run(pods: readonly Pod[]): void {
    const { ordinals, replicas = 1, updateStrategy } = this.#set.spec;
    const first = ordinals?.start ?? 0;
    const byOrdinal = new Map(pods.map((pod) => [ordinalOf(this.#set, pod) ?? -1, pod]));
    const isWanted = (ordinal: number) => ordinal >= first && ordinal < first + replicas;
    for (const [ordinal, pod] of byOrdinal) ownClaims(this.#context, this.#set, pod, !isWanted(ordinal));
    for (let ordinal = first; ordinal < first + replicas; ordinal++)
      if (this.#keep(byOrdinal.get(ordinal), ordinal) === 'wait') return;
    const surplus = [...byOrdinal].filter(([ordinal]) => !isWanted(ordinal)).sort(([a], [b]) => b - a);
    if (this.#dismiss(surplus.map(([, pod]) => pod)) === 'wait') return;
    if (updateStrategy?.type === 'OnDelete') return;
    const kept = [...byOrdinal].filter(([ordinal]) => isWanted(ordinal)).sort(([a], [b]) => b - a);
    const partition = first + (updateStrategy?.rollingUpdate?.partition ?? 0);
    this.#update(
      kept.map(([, pod]) => pod),
      kept.filter(([ordinal]) => ordinal >= partition).map(([, pod]) => pod),
    );
  }

  /** Sees to one wanted pod; in an ordered set the next one waits until it is there and well. */
  #keep(pod: Pod | undefined, ordinal: number): 'wait' | 'go on' {
    const order = this.#isOrdered ? 'wait' : 'go on';
    if (!pod) {
      createNumbered(this.#context, this.#set, this.#revisions, ordinal);
      return order;
    }
    if (isFinished(pod)) {
      if (pod.metadata.deletionTimestamp) return order;
      const { namespace, name } = this.#set.metadata;
      const { events } = this.#context;
      if (pod.status?.phase === 'Failed') {
        const words = `StatefulSet ${namespace}/${name} is recreating failed Pod ${pod.metadata.name}`;
        events.warning(this.#set, SOURCE, 'RecreatingFailedPod', words);
      } else {
        const words = `StatefulSet ${namespace}/${name} is recreating terminated Pod ${pod.metadata.name}`;
        events.normal(this.#set, SOURCE, 'RecreatingTerminatedPod', words);
      }
      this.#delete(pod);
      return 'wait';
    }
    if (pod.status?.phase === 'Pending' && !pod.metadata.deletionTimestamp)
      createClaims(this.#context, this.#set, pod.metadata.name);
    return this.#isUp(pod) ? 'go on' : order;
  }

  /** Surplus pods go from the highest number; in an ordered set one at a time, and only next to healthy ones. */
  #dismiss(surplus: readonly Pod[]): 'wait' | 'go on' {
    const lowestSick = surplus.findLast((pod) => !this.#isUp(pod));
    for (const pod of surplus) {
      if (pod.metadata.deletionTimestamp) {
        if (this.#isOrdered) return 'wait';
        continue;
      }
      if (this.#isOrdered && !this.#isUp(pod) && pod !== lowestSick) return 'wait';
      this.#delete(pod);
      if (this.#isOrdered) return 'wait';
    }
    return 'go on';
  }

  /** Replaces pods of other revisions from the highest number down. */
  #update(kept: readonly Pod[], changing: readonly Pod[]): void {
    const { rollingUpdate } = this.#set.spec.updateStrategy ?? {};
    const replicas = this.#set.spec.replicas ?? 1;
    const share = Math.max(1, roundedShare(rollingUpdate?.maxUnavailable ?? 1, replicas, 'down'));
    let room = share === 1 ? 1 : share - kept.filter((pod) => !this.#isUp(pod)).length;
    for (const pod of changing) {
      if (room <= 0) return;
      const isOld = pod.metadata.labels?.[REVISION_LABEL] !== this.#revisions.update;
      if (isOld && !pod.metadata.deletionTimestamp) {
        this.#delete(pod);
        room -= 1;
      } else if (share === 1 && !this.#isUp(pod)) return;
    }
  }

  #delete(pod: Pod): void {
    this.#context.store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name);
    const words = `delete Pod ${pod.metadata.name} in StatefulSet ${this.#set.metadata.name} successful`;
    this.#context.events.normal(this.#set, SOURCE, 'SuccessfulDelete', words);
  }
}

function writeStatus(
  { store, index }: ControllerContext,
  set: StatefulSet,
  { current, update }: Revisions,
): number | undefined {
  const now = store.now();
  const minReady = set.spec.minReadySeconds ?? 0;
  const pods = (index.controlledBy(set, KEYS.Pod) as Pod[]).filter((pod) => !isFinished(pod));
  const isRunning = (pod: Pod) => pod.status?.phase === 'Running' && isReady(pod);
  const of = (revision: string) =>
    pods.filter((pod) => !pod.metadata.deletionTimestamp && pod.metadata.labels?.[REVISION_LABEL] === revision).length;
  const ready = pods.filter(isRunning);
  const updated = of(update);
  const isComplete =
    set.spec.updateStrategy?.type !== 'OnDelete' &&
    updated === pods.length &&
    ready.length === pods.length &&
    pods.length === (set.spec.replicas ?? 1);
  const currentReplicas = isComplete ? updated : of(current);
  store.update(KEYS.StatefulSet, set.metadata.namespace, set.metadata.name, (draft) => {
    draft['status'] = {
      observedGeneration: set.metadata.generation ?? 1,
      replicas: pods.length,
      ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
      availableReplicas: ready.filter((pod) => isAvailable(pod, minReady, now)).length,
      ...(currentReplicas > 0 ? { currentReplicas } : {}),
      ...(updated > 0 ? { updatedReplicas: updated } : {}),
      currentRevision: isComplete ? update : current,
      updateRevision: update,
      collisionCount: set.status?.collisionCount ?? 0,
    };
  });
  return availableIn(ready, minReady, now);
}
