import { setCondition } from './conditions.ts';
import type { ControllerContext } from './controller.ts';
import { KEYS, type Node, type Pod } from './kinds.ts';
import type { PlacementFilter } from './scheduler-filters.ts';
import { priorityOf } from './scheduling-kinds.ts';

const SOURCE = { component: 'default-scheduler', action: 'Preempting' };

export interface Preemption {
  readonly node: Node;
  readonly victims: readonly Pod[];
}

/**
 * The node on which evicting less important pods makes room, with the fewest and least important victims (defaultpreemption). Victims
 * are taken from the least important upwards until the pod fits, then those that turn out not to be needed are spared.
 */
export function findVictims(
  { index }: ControllerContext,
  filter: PlacementFilter,
  pod: Pod,
  candidates: readonly Node[],
): Preemption | undefined {
  let best: Preemption | undefined;
  for (const node of candidates) {
    const lesser = [...index.podsOn(node.metadata.name)]
      .filter((one) => priorityOf(one.spec) < priorityOf(pod.spec) && !one.metadata.deletionTimestamp)
      .sort((a, b) => priorityOf(a.spec) - priorityOf(b.spec));
    if (lesser.length === 0 || !filter.fitsWithout(node, lesser)) continue;
    let victims = lesser;
    for (const one of [...lesser].reverse()) {
      const fewer = victims.filter((victim) => victim !== one);
      if (filter.fitsWithout(node, fewer)) victims = fewer;
    }
    if (!best || isBetter(victims, best.victims)) best = { node, victims };
  }
  return best;
}

function isBetter(a: readonly Pod[], b: readonly Pod[]): boolean {
  const highest = (pods: readonly Pod[]) => Math.max(...pods.map((one) => priorityOf(one.spec)));
  return highest(a) - highest(b) < 0 || (highest(a) === highest(b) && a.length < b.length);
}

/** Evicts the victims and keeps their room for the pod. */
export function preempt({ store, events }: ControllerContext, pod: Pod, { node, victims }: Preemption): void {
  const now = store.now();
  for (const victim of victims) {
    const { namespace, name } = victim.metadata;
    events.normal(victim, SOURCE, 'Preempted', `Preempted by pod ${pod.metadata.uid} on node ${node.metadata.name}`);
    store.update(KEYS.Pod, namespace, name, (draft) => {
      const status = (draft as Pod).status ?? {};
      const conditions = status.conditions ?? [];
      setCondition(
        conditions,
        {
          type: 'DisruptionTarget',
          status: 'True',
          lastProbeTime: null,
          reason: 'PreemptionByScheduler',
          message: `${SOURCE.component}: preempting to accommodate a higher priority pod`,
        },
        now,
      );
      (draft as Pod).status = { ...status, conditions };
    });
    store.delete(KEYS.Pod, namespace, name);
  }
  store.update(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, (draft) => {
    draft['status'] = { ...(draft as Pod).status, nominatedNodeName: node.metadata.name };
  });
}
