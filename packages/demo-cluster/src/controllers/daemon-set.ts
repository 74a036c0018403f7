import { type Controller, type ControllerContext, controllerOf, itself, queueKey } from './controller.ts';
import { recordRevision } from './controller-revision.ts';
import { type DaemonSet, KEYS, type Node, type Pod, type PodSpec } from './kinds.ts';
import { matchesNode, tolerates, untoleratedTaint } from './node-fit.ts';
import { isAvailable, isFinished, isReady } from './pod-state.ts';
import { podOf } from './pod-template.ts';
import { roundedShare } from './rollout-share.ts';

const SOURCE = { component: 'daemonset-controller' };
const HASH = 'controller-revision-hash';
// what every daemon pod tolerates (daemon/util AddOrUpdateDaemonPodTolerations)
const DAEMON_TOLERATIONS = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
].map(([state, effect]) => ({ key: `node.kubernetes.io/${state}`, operator: 'Exists', effect: effect ?? '' }));

/** Keeps one pod of a DaemonSet on every node that it may run on. */
export const daemonSetController: Controller = {
  name: 'daemonset',
  watches: [
    { key: KEYS.DaemonSet, map: itself },
    { key: KEYS.Pod, map: controllerOf('DaemonSet') },
    {
      key: KEYS.Node,
      map: ({ object, old }, { store }) =>
        old &&
        JSON.stringify([object['spec'], object.metadata.labels]) === JSON.stringify([old['spec'], old.metadata.labels])
          ? []
          : store.list(KEYS.DaemonSet).map((one) => queueKey(one.metadata.namespace, one.metadata.name)),
    },
  ],
  reconcile(context, namespace, name) {
    const set = context.store.get(KEYS.DaemonSet, namespace, name) as DaemonSet | undefined;
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const { hash } = recordRevision(context, set, new Set());
    const nodes = new Map((context.store.list(KEYS.Node) as Node[]).map((node) => [node.metadata.name, node]));
    manage(context, set, hash, nodes);
    if (set.spec.updateStrategy?.type !== 'OnDelete') replaceOutdated(context, set, hash, nodes);
    writeStatus(context, set, hash, nodes);
    return (set.spec.minReadySeconds ?? 0) > 0 ? 2000 : undefined;
  },
};

/** The node that a daemon pod was made for: it is pinned by affinity until the scheduler has placed it. */
function nodeOf(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms?.[0]?.matchFields?.[0]?.values?.[0];
}

function daemonTolerations(spec: PodSpec): void {
  const missing = DAEMON_TOLERATIONS.filter(
    (one) => !(spec.tolerations ?? []).some((has) => has.key === one.key && has.effect === one.effect),
  );
  spec.tolerations = [...(spec.tolerations ?? []), ...missing];
}

function runsOn(set: DaemonSet, node: Node): { isWanted: boolean; mayStay: boolean } {
  const spec: PodSpec = { ...set.spec.template.spec };
  daemonTolerations(spec);
  const fits = matchesNode(spec, node);
  const noExecute = (node.spec.taints ?? []).some(
    (taint) => taint.effect === 'NoExecute' && !tolerates(spec.tolerations, taint),
  );
  return { isWanted: fits && !untoleratedTaint(spec, node), mayStay: fits && !noExecute };
}

function manage(context: ControllerContext, set: DaemonSet, hash: string, nodes: ReadonlyMap<string, Node>): void {
  const { store, index, events } = context;
  const present = new Map<string, Pod[]>();
  for (const pod of index.controlledBy(set, KEYS.Pod) as Pod[]) {
    const node = nodeOf(pod) ?? '';
    present.set(node, [...(present.get(node) ?? []), pod]);
  }
  for (const [name, node] of nodes) {
    const pods = present.get(name) ?? [];
    const { isWanted, mayStay } = runsOn(set, node);
    const failed = pods.filter((pod) => isFinished(pod) && !pod.metadata.deletionTimestamp);
    for (const pod of failed) remove(context, set, pod);
    const live = pods.filter((pod) => !isFinished(pod));
    if (isWanted && live.length === 0 && failed.length === 0) {
      const labels = { [HASH]: hash, 'pod-template-generation': String(set.metadata.generation ?? 1) };
      const identity = { generateName: `${set.metadata.name}-`, labels };
      const pod = store.create(
        KEYS.Pod,
        podOf(set, set.spec.template, identity, (spec) => pin(spec, name)),
      );
      events.normal(set, SOURCE, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    }
    const surplus = mayStay ? live.slice(1) : live;
    for (const pod of surplus) if (!pod.metadata.deletionTimestamp) remove(context, set, pod);
  }
  for (const [name, pods] of present)
    if (!nodes.has(name))
      for (const pod of pods) store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, { force: true });
}

/** Ties a daemon pod to its node the way the real controller does; the default scheduler still places it. */
export function pin(spec: PodSpec, node: string): void {
  spec.affinity = {
    ...spec.affinity,
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
      },
    },
  };
  daemonTolerations(spec);
}

function remove({ store, events }: ControllerContext, set: DaemonSet, pod: Pod): void {
  store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name);
  events.normal(set, SOURCE, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
}

function replaceOutdated(
  context: ControllerContext,
  set: DaemonSet,
  hash: string,
  nodes: ReadonlyMap<string, Node>,
): void {
  const now = context.store.now();
  const pods = (context.index.controlledBy(set, KEYS.Pod) as Pod[]).filter((pod) => !isFinished(pod));
  const wanted = [...nodes.values()].filter((node) => runsOn(set, node).isWanted).length;
  const allowed = Math.max(1, roundedShare(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wanted, 'up'));
  const isUp = (pod: Pod) => !pod.metadata.deletionTimestamp && isAvailable(pod, set.spec.minReadySeconds ?? 0, now);
  let room = allowed - (wanted - pods.filter(isUp).length);
  const old = pods.filter((pod) => pod.metadata.labels?.[HASH] !== hash && !pod.metadata.deletionTimestamp);
  for (const pod of old.sort((a, b) => Number(isUp(a)) - Number(isUp(b)))) {
    if (isUp(pod) && room-- <= 0) return;
    remove(context, set, pod);
  }
}

function writeStatus(
  { store, index }: ControllerContext,
  set: DaemonSet,
  hash: string,
  nodes: ReadonlyMap<string, Node>,
): void {
  const now = store.now();
  const pods = (index.controlledBy(set, KEYS.Pod) as Pod[]).filter(
    (pod) => !isFinished(pod) && !pod.metadata.deletionTimestamp,
  );
  const isWanted = (name: string | undefined) => {
    const node = nodes.get(name ?? '');
    return node !== undefined && runsOn(set, node).isWanted;
  };
  const desired = [...nodes.keys()].filter(isWanted).length;
  const scheduled = pods.filter((pod) => isWanted(nodeOf(pod)));
  const available = scheduled.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, now)).length;
  const updated = scheduled.filter((pod) => pod.metadata.labels?.[HASH] === hash).length;
  store.update(KEYS.DaemonSet, set.metadata.namespace, set.metadata.name, (draft) => {
    draft['status'] = {
      currentNumberScheduled: scheduled.length,
      numberMisscheduled: pods.length - scheduled.length,
      desiredNumberScheduled: desired,
      numberReady: scheduled.filter(isReady).length,
      observedGeneration: set.metadata.generation ?? 1,
      ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
      ...(available > 0 ? { numberAvailable: available } : {}),
      ...(desired > available ? { numberUnavailable: desired - available } : {}),
    };
  });
}
