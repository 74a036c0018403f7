import { setCondition } from './conditions.ts';
import type { ControllerContext } from './controller.ts';
import { KEYS, type Pod } from './kinds.ts';
import { isFinished } from './pod-state.ts';

const PERIOD_MS = 20_000;
const QUARANTINE_MS = 40_000;
// --terminated-pod-gc-threshold
const TERMINATED = 12_500;

/** Collects pods whose node is gone and, when there are too many, the oldest of those that are over. Returns the function that ends it. */
export function collectPods(context: ControllerContext): () => void {
  const { store, timers } = context;
  const missing = new Map<string, number>();
  let cancel = () => {};
  const sweep = () => {
    const now = store.now();
    const over: Pod[] = [];
    const orphaned = new Set<string>();
    for (const pod of store.list(KEYS.Pod) as Pod[]) {
      if (isFinished(pod)) over.push(pod);
      const node = pod.spec.nodeName;
      if (!node || store.get(KEYS.Node, undefined, node)) continue;
      orphaned.add(node);
      const since = missing.get(node) ?? now;
      missing.set(node, since);
      if (now - since >= QUARANTINE_MS) collect(context, pod);
    }
    for (const node of missing.keys()) if (!orphaned.has(node)) missing.delete(node);
    over.sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
    for (const pod of over.slice(0, Math.max(0, over.length - TERMINATED)))
      store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, { force: true });
    cancel = timers.after(PERIOD_MS, sweep);
  };
  cancel = timers.after(PERIOD_MS, sweep);
  return () => cancel();
}

function collect({ store }: ControllerContext, pod: Pod): void {
  const { namespace, name } = pod.metadata;
  store.update(KEYS.Pod, namespace, name, (draft) => {
    const conditions = (draft as Pod).status?.conditions ?? [];
    setCondition(
      conditions,
      {
        type: 'DisruptionTarget',
        status: 'True',
        lastProbeTime: null,
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
      },
      store.now(),
    );
    (draft as Pod).status = {
      ...(draft as Pod).status,
      phase: isFinished(pod) ? (pod.status?.phase ?? 'Failed') : 'Failed',
      conditions,
    };
  });
  store.delete(KEYS.Pod, namespace, name, { force: true });
}
