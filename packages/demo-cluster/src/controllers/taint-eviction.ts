import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS, type Node, type Pod, type Toleration } from './kinds.ts';
import { tolerates } from './node-fit.ts';
import { isActive } from './pod-state.ts';
import { millis } from './time.ts';

const SOURCE = { component: 'taint-eviction-controller' };

/** Deletes pods from nodes with a NoExecute taint that they do not tolerate, or no longer. */
export function taintEviction(): Controller {
  /** since when pods wait for the end of their toleration, by uid */
  const counting = new Map<string, number>();
  return {
    name: 'taint-eviction',
    watches: [
      {
        key: KEYS.Node,
        map: ({ object, old, type }, { index }) => {
          if (
            type === 'DELETED' ||
            JSON.stringify(taintsOf(object as Node)) === JSON.stringify(taintsOf(old as Node | undefined))
          )
            return [];
          return [...index.podsOn(object.metadata.name)].map(({ metadata }) =>
            queueKey(metadata.namespace, metadata.name),
          );
        },
      },
      {
        key: KEYS.Pod,
        map: (event) => {
          if (event.type === 'DELETED') counting.delete(event.object.metadata.uid);
          const isPlaced = (event.object as Pod).spec.nodeName !== (event.old as Pod | undefined)?.spec.nodeName;
          return event.type !== 'DELETED' && isPlaced ? itself(event) : [];
        },
      },
    ],
    reconcile(context, namespace, name) {
      const pod = context.store.get(KEYS.Pod, namespace, name) as Pod | undefined;
      const node = context.store.get(KEYS.Node, undefined, pod?.spec.nodeName ?? '') as Node | undefined;
      if (!pod || !node || !isActive(pod)) return undefined;
      const left = patience(pod, node, context.store.now(), counting.get(pod.metadata.uid));
      const { uid } = pod.metadata;
      if (left === undefined) {
        if (counting.delete(uid))
          context.events.normal(pod, SOURCE, 'TaintManagerEviction', `Cancelling deletion of Pod ${namespace}/${name}`);
        return undefined;
      }
      if (left > 0) {
        counting.set(uid, counting.get(uid) ?? context.store.now());
        return left;
      }
      counting.delete(uid);
      evict(context, pod);
      return undefined;
    },
  };
}

const taintsOf = (node: Node | undefined) => (node?.spec.taints ?? []).filter((one) => one.effect === 'NoExecute');

/** Milliseconds that a pod may stay; undefined: for ever. */
function patience(pod: Pod, node: Node, now: number, counted: number | undefined): number | undefined {
  const tolerations: readonly Toleration[] = pod.spec.tolerations ?? [];
  let least: number | undefined;
  for (const taint of taintsOf(node)) {
    const used = tolerations.filter((one) => tolerates([one], taint));
    if (used.length === 0) return 0;
    const seconds = used.flatMap((one) => (one.tolerationSeconds === undefined ? [] : [one.tolerationSeconds]));
    if (seconds.length === 0) continue;
    const since = taint.timeAdded ? millis(taint.timeAdded) : (counted ?? now);
    const left = Math.max(since + Math.min(...seconds) * 1000 - now, 0);
    least = Math.min(least ?? left, left);
  }
  return least;
}

function evict({ store, events }: ControllerContext, pod: Pod): void {
  const { namespace, name } = pod.metadata;
  events.normal(pod, SOURCE, 'TaintManagerEviction', `Marking for deletion Pod ${namespace}/${name}`);
  store.update(KEYS.Pod, namespace, name, (draft) => {
    const conditions = (draft as Pod).status?.conditions ?? [];
    setCondition(
      conditions,
      {
        type: 'DisruptionTarget',
        status: 'True',
        lastProbeTime: null,
        reason: 'DeletionByTaintManager',
        message: 'Taint manager: deleting due to NoExecute taint',
      },
      store.now(),
    );
    (draft as Pod).status = { ...(draft as Pod).status, conditions };
  });
  store.delete(KEYS.Pod, namespace, name);
}
