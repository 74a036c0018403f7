import type { DemoObject, StoreEvent } from '../store.ts';
import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, queueKey } from './controller.ts';
import { KEYS, type Node, type Pod, type PodStatus } from './kinds.ts';
import { lacking, matchesNode, requestsOf, untoleratedTaint } from './node-fit.ts';
import { conditionOf, isFinished } from './pod-state.ts';
import { matches } from './selector.ts';
import type { VolumeClaim } from './storage-kinds.ts';

const SOURCE = { component: 'default-scheduler' };
// how long an unschedulable pod waits when nothing changes
const RETRY_MS = 30_000;

/** Finds a node for each pod that has none. */
export const scheduler: Controller = {
  name: 'scheduler',
  watches: [
    { key: KEYS.Pod, map: (event) => (event.type !== 'DELETED' ? unassigned(event.object as Pod) : []) },
    { key: KEYS.Pod, map: (event, context) => (freesRoom(event) ? waiting(context) : []) },
    { key: KEYS.Node, map: (event, context) => (hasNewRoom(event.object, event.old) ? waiting(context) : []) },
    { key: KEYS.PersistentVolumeClaim, map: (_event, context) => waiting(context) },
  ],
  reconcile(context, namespace, name) {
    const pod = context.store.get(KEYS.Pod, namespace, name) as Pod | undefined;
    if (!pod || unassigned(pod).length === 0) return undefined;
    if (pod.spec.schedulingGates?.length) return gated(context, pod);
    const { chosen, reasons } = choose(context, pod);
    if (chosen) bind(context, pod, chosen);
    else refuse(context, pod, reasons);
    return chosen ? undefined : RETRY_MS;
  },
};

function unassigned(pod: Pod): string[] {
  const isOurs = (pod.spec['schedulerName'] ?? 'default-scheduler') === 'default-scheduler';
  if (pod.spec.nodeName || pod.metadata.deletionTimestamp || isFinished(pod) || !isOurs) return [];
  return [queueKey(pod.metadata.namespace, pod.metadata.name)];
}

function freesRoom({ type, object, old }: StoreEvent): boolean {
  const pod = object as Pod;
  if (!pod.spec.nodeName) return false;
  return type === 'DELETED' || (isFinished(pod) && !(old && isFinished(old as Pod)));
}

function hasNewRoom(node: DemoObject, old: DemoObject | undefined): boolean {
  return !old || JSON.stringify(node['spec']) !== JSON.stringify(old['spec']);
}

function waiting({ index }: ControllerContext): string[] {
  return [...index.podsOn('')].flatMap(unassigned);
}

function choose(context: ControllerContext, pod: Pod): { chosen: Node | undefined; reasons: string[] } {
  const { store, index } = context;
  const unbound = unboundClaim(context, pod);
  const nodes = store.list(KEYS.Node) as Node[];
  if (unbound) return { chosen: undefined, reasons: [unbound] };
  const reasons: string[] = [];
  let best: { node: Node; score: number } | undefined;
  for (const node of nodes) {
    const why = unfit(context, pod, node);
    reasons.push(...why);
    if (why.length > 0) continue;
    let load = 0;
    for (const other of index.podsOn(node.metadata.name)) load += 0.05 + (requestsOf(other.spec).get('cpu') ?? 0);
    if (!best || load < best.score) best = { node, score: load };
  }
  if (best) return { chosen: best.node, reasons: [] };
  return { chosen: undefined, reasons };
}

/** Filters in the scheduler's order; the first plugin that objects gives the reason. */
function unfit({ index }: ControllerContext, pod: Pod, node: Node): string[] {
  const { spec } = pod;
  const unschedulable = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.spec.unschedulable && untoleratedTaint(spec, { ...node, spec: { taints: [unschedulable] } }))
    return ['node(s) were unschedulable'];
  const taint = untoleratedTaint(spec, node);
  if (taint) return [`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`];
  if (!matchesNode(spec, node)) return ["node(s) didn't match Pod's node affinity/selector"];
  const present = [...index.podsOn(node.metadata.name)];
  if (clashesOnPort(pod, present)) return ["node(s) didn't have free ports for the requested pod ports"];
  const missing = lacking(spec, node, present);
  if (missing.length > 0) return missing;
  const repelled = (spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some((term) =>
    present.some(
      (one) => one.metadata.namespace === pod.metadata.namespace && matches(term.labelSelector, one.metadata.labels),
    ),
  );
  return repelled ? ["node(s) didn't match pod anti-affinity rules"] : [];
}

function clashesOnPort(pod: Pod, present: readonly Pod[]): boolean {
  const ports = (one: Pod) =>
    one.spec.containers.flatMap((container) =>
      (container.ports ?? []).flatMap((port) => (port.hostPort ? [`${port.protocol ?? 'TCP'}/${port.hostPort}`] : [])),
    );
  const wanted = new Set(ports(pod));
  return wanted.size > 0 && present.some((one) => !isFinished(one) && ports(one).some((port) => wanted.has(port)));
}

function unboundClaim({ store }: ControllerContext, pod: Pod): string | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const name = volume.persistentVolumeClaim?.claimName;
    if (!name) continue;
    const claim = store.get(KEYS.PersistentVolumeClaim, pod.metadata.namespace, name) as VolumeClaim | undefined;
    if (!claim) return `persistentvolumeclaim "${name}" not found`;
    if (claim.status?.phase === 'Bound') continue;
    const storageClass = store.get(KEYS.StorageClass, undefined, claim.spec.storageClassName ?? '');
    if (storageClass?.['volumeBindingMode'] !== 'WaitForFirstConsumer')
      return 'pod has unbound immediate PersistentVolumeClaims';
  }
  return undefined;
}

function bind({ store, events }: ControllerContext, pod: Pod, node: Node): void {
  const now = store.now();
  store.update(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, (draft) => {
    const target = draft as Pod;
    target.spec.nodeName = node.metadata.name;
    const status: PodStatus = target.status ?? {};
    const conditions = status.conditions ?? [];
    const before = conditionOf(conditions, 'PodScheduled');
    if (before) {
      delete before.reason;
      delete before.message;
    }
    setCondition(conditions, { type: 'PodScheduled', status: 'True', lastProbeTime: null }, now);
    target.status = { ...status, phase: status.phase ?? 'Pending', conditions };
  });
  const identity = `${pod.metadata.namespace}/${pod.metadata.name}`;
  events.normal(pod, SOURCE, 'Scheduled', `Successfully assigned ${identity} to ${node.metadata.name}`);
}

/** "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) …." */
function refuse(context: ControllerContext, pod: Pod, reasons: readonly string[]): void {
  const { store, events } = context;
  const total = store.list(KEYS.Node).length;
  const message = total === 0 ? 'no nodes available to schedule pods' : refusal(reasons, total);
  events.warning(pod, SOURCE, 'FailedScheduling', message);
  markUnschedulable(context, pod, 'Unschedulable', message);
}

function refusal(reasons: readonly string[], total: number): string {
  const claim = reasons.find((one) => one.includes('ersistentvolumeclaim') || one.includes('PersistentVolumeClaims'));
  const help = 'Preemption is not helpful for scheduling';
  if (claim?.includes('not found'))
    return `0/${total} nodes are available: ${claim}. preemption: 0/${total} nodes are available: ${total} ${help}.`;
  if (claim)
    return `0/${total} nodes are available: ${claim}. preemption: 0/${total} nodes are available: ${total} ${help}.`;
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const listed = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const short = [...counts].some(([reason]) => reason.startsWith('Insufficient') || reason === 'Too many pods');
  const lackingNodes = short
    ? Math.max(
        ...[...counts].filter(([one]) => one.startsWith('Insufficient') || one === 'Too many pods').map(([, n]) => n),
      )
    : 0;
  const preemption = [
    ...(lackingNodes > 0 ? [`${lackingNodes} No preemption victims found for incoming pod`] : []),
    ...(total - lackingNodes > 0 ? [`${total - lackingNodes} ${help}`] : []),
  ];
  return `0/${total} nodes are available: ${listed.join(', ')}. preemption: 0/${total} nodes are available: ${preemption.join(', ')}.`;
}

function gated(context: ControllerContext, pod: Pod): undefined {
  markUnschedulable(context, pod, 'SchedulingGated', 'Scheduling is blocked due to non-empty scheduling gates');
  return undefined;
}

function markUnschedulable({ store }: ControllerContext, pod: Pod, reason: string, message: string): void {
  const now = store.now();
  store.update(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, (draft) => {
    const status = (draft as Pod).status ?? {};
    const conditions = status.conditions ?? [];
    setCondition(conditions, { type: 'PodScheduled', status: 'False', reason, message, lastProbeTime: null }, now);
    (draft as Pod).status = { ...status, phase: 'Pending', conditions };
  });
}
