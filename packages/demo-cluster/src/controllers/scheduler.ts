import type { DemoObject, StoreEvent } from '../store.ts';
import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, queueKey } from './controller.ts';
import { KEYS, type Node, type Pod, type PodStatus } from './kinds.ts';
import { matchesTerm } from './node-fit.ts';
import type { NodeLoads } from './node-loads.ts';
import { conditionOf, isFinished } from './pod-state.ts';
import { type Objection, PlacementFilter } from './scheduler-filters.ts';
import { findVictims, preempt } from './scheduler-preemption.ts';
import { claimNames, localVolumeFor, NO_PROVISIONER, SELECTED_NODE } from './scheduler-volumes.ts';
import { affinityOf, nominatedNodeOf, priorityOf, spreadOf } from './scheduling-kinds.ts';
import type { PersistentVolume } from './storage-kinds.ts';

const BINDING = { component: 'default-scheduler', action: 'Binding' };
const SCHEDULING = { component: 'default-scheduler', action: 'Scheduling' };
// flushUnschedulablePodsLeftover: how long an unschedulable pod waits when nothing changes
const RETRY_MS = 300_000;
const HELPLESS = 'Preemption is not helpful for scheduling';

/** Finds a node for each pod that has none. */
export function scheduler(loads: NodeLoads): Controller {
  return {
    name: 'scheduler',
    watches: [
      {
        key: KEYS.Pod,
        map: (event) => (event.type !== 'DELETED' && isNews(event) ? unassigned(event.object as Pod) : []),
      },
      { key: KEYS.Pod, map: (event, context) => (makesRoom(event) ? waiting(context) : []) },
      { key: KEYS.Pod, map: (event, context) => (wasPlaced(event) ? waiting(context, looksAtOthers) : []) },
      { key: KEYS.Node, map: (event, context) => (hasNewRoom(event.object, event.old) ? waiting(context) : []) },
      {
        key: KEYS.PersistentVolumeClaim,
        map: ({ object }, context) =>
          waiting(
            context,
            (pod) =>
              pod.metadata.namespace === object.metadata.namespace && claimNames(pod).includes(object.metadata.name),
          ),
      },
      { key: KEYS.PersistentVolume, map: ({ type }, context) => (type === 'ADDED' ? waiting(context) : []) },
      { key: KEYS.StorageClass, map: ({ type }, context) => (type === 'ADDED' ? waiting(context) : []) },
    ],
    reconcile(context, namespace, name) {
      const pod = context.store.get(KEYS.Pod, namespace, name) as Pod | undefined;
      if (!pod || unassigned(pod).length === 0) return undefined;
      if (pod.spec.schedulingGates?.length) return gated(context, pod);
      const filter = new PlacementFilter(context, loads, pod);
      const nodes = context.store.list(KEYS.Node) as Node[];
      const choice = filter.volumes.obstacle === undefined ? choose(loads, filter, pod, nodes) : { objections: [] };
      if ('chosen' in choice)
        return bindVolumes(context, filter, choice.chosen) ? bind(context, pod, choice.chosen) : undefined;
      refuse(context, filter, pod, nodes, choice.objections);
      return RETRY_MS;
    },
  };
}

function unassigned(pod: Pod): string[] {
  const isOurs = (pod.spec['schedulerName'] ?? 'default-scheduler') === 'default-scheduler';
  if (pod.spec.nodeName || pod.metadata.deletionTimestamp || isFinished(pod) || !isOurs) return [];
  return [queueKey(pod.metadata.namespace, pod.metadata.name)];
}

/** The scheduler's own notes on a pod are no reason to try again. */
function isNews({ object, old }: StoreEvent): boolean {
  return (
    !old ||
    JSON.stringify(object['spec']) !== JSON.stringify(old['spec']) ||
    JSON.stringify(object.metadata.labels) !== JSON.stringify(old.metadata.labels)
  );
}

/** A pod that went, or that has given up the room made for it. */
function makesRoom({ type, object, old }: StoreEvent): boolean {
  const pod = object as Pod;
  if (type === 'DELETED') return pod.spec.nodeName !== undefined || nominatedNodeOf(pod) !== undefined;
  return pod.spec.nodeName !== undefined && isFinished(pod) && old !== undefined && !isFinished(old as Pod);
}

/** A pod that has just been placed may be what others want to be near, or evens out a spread. */
function wasPlaced({ object, old }: StoreEvent): boolean {
  return (object as Pod).spec.nodeName !== undefined && old !== undefined && (old as Pod).spec.nodeName === undefined;
}

const looksAtOthers = ({ spec }: Pod) => affinityOf(spec).podAffinity !== undefined || spreadOf(spec).length > 0;

function hasNewRoom(node: DemoObject, old: DemoObject | undefined): boolean {
  if (!old) return true;
  const shape = ({ spec, status, metadata }: Node) => JSON.stringify([spec, status?.allocatable, metadata.labels]);
  return shape(node as Node) !== shape(old as Node);
}

/** Pods that wait for a node, the most important first. */
function waiting({ index }: ControllerContext, isMeant: (pod: Pod) => boolean = () => true): string[] {
  return [...index.podsOn('')]
    .filter(isMeant)
    .sort((a, b) => priorityOf(b.spec) - priorityOf(a.spec))
    .flatMap(unassigned);
}

type Choice = { readonly chosen: Node } | { readonly objections: readonly (readonly Objection[])[] };

function choose(loads: NodeLoads, filter: PlacementFilter, pod: Pod, nodes: readonly Node[]): Choice {
  const objections: (readonly Objection[])[] = [];
  const preferred = affinityOf(pod.spec).nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  let best: { node: Node; score: number } | undefined;
  for (const node of nodes) {
    const why = filter.objections(node);
    objections.push(why);
    if (why.length > 0) continue;
    const { requested, pods } = loads.of(node.metadata.name);
    let score =
      filter.score(node) - (requested.get('cpu') ?? 0) - (requested.get('memory') ?? 0) / 2 ** 33 - pods * 0.05;
    for (const { weight, preference } of preferred) if (matchesTerm(preference, node)) score += weight / 10;
    if (nominatedNodeOf(pod) === node.metadata.name) score += 1000;
    if (!best || score > best.score) best = { node, score };
  }
  return best ? { chosen: best.node } : { objections };
}

/** Tells the claims that wait for their consumer where it will be; true when all are bound. */
function bindVolumes({ store }: ControllerContext, filter: PlacementFilter, node: Node): boolean {
  for (const { claim, storageClass } of filter.volumes.waiting) {
    const { namespace, name, uid } = claim.metadata;
    const local = storageClass['provisioner'] === NO_PROVISIONER ? localVolumeFor(store, claim, node) : undefined;
    if (local)
      store.update(KEYS.PersistentVolume, undefined, local.metadata.name, (draft) => {
        (draft as PersistentVolume).spec.claimRef = {
          kind: 'PersistentVolumeClaim',
          apiVersion: 'v1',
          namespace: namespace ?? '',
          name,
          uid,
        };
      });
    store.update(KEYS.PersistentVolumeClaim, namespace, name, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [SELECTED_NODE]: node.metadata.name };
    });
  }
  return filter.volumes.waiting.length === 0;
}

function bind({ store, events }: ControllerContext, pod: Pod, node: Node): undefined {
  const now = store.now();
  store.update(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, (draft) => {
    const target = draft as Pod;
    target.spec.nodeName = node.metadata.name;
    const status: PodStatus & { nominatedNodeName?: string } = target.status ?? {};
    delete status.nominatedNodeName;
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
  events.normal(pod, BINDING, 'Scheduled', `Successfully assigned ${identity} to ${node.metadata.name}`);
  return undefined;
}

/** Says why no node will do, and makes room where less important pods are in the way. */
function refuse(
  context: ControllerContext,
  filter: PlacementFilter,
  pod: Pod,
  nodes: readonly Node[],
  objections: readonly (readonly Objection[])[],
): void {
  const candidates = nodes.filter((_node, at) => objections[at]?.every((one) => !one.isHopeless) ?? false);
  const mayPreempt = pod.spec['preemptionPolicy'] !== 'Never';
  const isMakingRoom = nominatedNodeOf(pod) !== undefined && leaving(context, nominatedNodeOf(pod) ?? '');
  const victims = mayPreempt && !isMakingRoom ? findVictims(context, filter, pod, candidates) : undefined;
  const head =
    nodes.length === 0
      ? 'no nodes available to schedule pods'
      : `0/${nodes.length} nodes are available: ${filter.volumes.obstacle ?? counted(objections.map((one) => one.map((it) => it.reason)))}.`;
  const tail =
    victims || nodes.length === 0
      ? ''
      : ` preemption: ${mayPreempt ? preemptionWords(nodes.length, candidates.length) : 'not eligible due to preemptionPolicy=Never.'}`;
  const message = head + tail;
  context.events.warning(pod, SCHEDULING, 'FailedScheduling', message);
  markUnschedulable(context, pod, 'Unschedulable', message);
  if (victims) preempt(context, pod, victims);
}

/** Whether pods are on their way out of the node where room was made. */
function leaving({ index }: ControllerContext, node: string): boolean {
  for (const pod of index.podsOn(node)) if (pod.metadata.deletionTimestamp) return true;
  return false;
}

/** "1 Insufficient cpu, 2 node(s) were unschedulable" */
function counted(reasons: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const list of reasons) for (const reason of list) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

function preemptionWords(total: number, candidates: number): string {
  const words = [
    ...(candidates > 0 ? [`${candidates} No preemption victims found for incoming pod`] : []),
    ...(total - candidates > 0 ? [`${total - candidates} ${HELPLESS}`] : []),
  ];
  return `0/${total} nodes are available: ${words.sort().join(', ')}.`;
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
