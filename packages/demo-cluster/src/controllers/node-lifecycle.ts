import { equalJson } from '../json-value.ts';
import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, itself } from './controller.ts';
import { type Condition, KEYS, type Node, type Pod } from './kinds.ts';
import { isSimulated } from './node-faults.ts';
import { conditionOf, isReady } from './pod-state.ts';
import { millis, timestamp } from './time.ts';

const SOURCE = { component: 'node-controller' };
// --node-monitor-grace-period, --node-startup-grace-period
const GRACE_MS = 50_000;
const STARTUP_MS = 60_000;
const MONITORED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];
const PREFIX = 'node.kubernetes.io/';

interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

/** Watches the nodes' leases: a node that is silent is Unknown, one that is not well is tainted, and its pods are not ready. */
export const nodeLifecycle: Controller = {
  name: 'node-lifecycle',
  watches: [
    {
      key: KEYS.Node,
      map: (event, { events }) => {
        const { name } = event.object.metadata;
        if (event.type === 'ADDED' && (event.object as Node).status?.conditions === undefined)
          events.normal(
            event.object,
            SOURCE,
            'RegisteredNode',
            `Node ${name} event: Registered Node ${name} in Controller`,
          );
        if (event.type === 'DELETED')
          events.normal(
            event.object,
            SOURCE,
            'RemovingNode',
            `Node ${name} event: Removing Node ${name} from Controller`,
          );
        return event.type === 'DELETED' ? [] : itself(event);
      },
    },
  ],
  reconcile(context, _namespace, name) {
    const { store } = context;
    const node = store.get(KEYS.Node, undefined, name) as Node | undefined;
    if (!node) return undefined;
    const left = silenceLeft(context, node);
    if (left <= 0) declareUnknown(context, node);
    const present = (store.get(KEYS.Node, undefined, name) as Node | undefined) ?? node;
    taint(context, present);
    markPods(context, present);
    // the lease is renewed without an event about the node: look again when it could be too old
    return left > 0 ? left + 100 : undefined;
  },
};

/** Milliseconds until the node has been silent for too long. */
function silenceLeft({ store }: ControllerContext, node: Node): number {
  const lease = store.get(KEYS.Lease, 'kube-node-lease', node.metadata.name);
  const renewed = (lease?.['spec'] as { renewTime?: string } | undefined)?.renewTime;
  if (renewed === undefined) {
    const isNew = conditionOf(node.status?.conditions, 'Ready') === undefined;
    return isNew ? millis(node.metadata.creationTimestamp) + STARTUP_MS - store.now() : GRACE_MS;
  }
  return millis(renewed) + GRACE_MS - store.now();
}

function declareUnknown({ store, events }: ControllerContext, node: Node): void {
  const before = node.status?.conditions;
  if (MONITORED.every((type) => conditionOf(before, type)?.status === 'Unknown')) return;
  const now = store.now();
  const { name } = node.metadata;
  store.update(KEYS.Node, undefined, name, (draft) => {
    const target = draft as Node;
    const conditions: Condition[] = target.status?.conditions ?? [];
    for (const type of MONITORED) {
      const never = conditionOf(conditions, type) === undefined;
      setCondition(
        conditions,
        {
          type,
          status: 'Unknown',
          reason: never ? 'NodeStatusNeverUpdated' : 'NodeStatusUnknown',
          message: never ? 'Kubelet never posted node status.' : 'Kubelet stopped posting node status.',
          ...(never ? { lastHeartbeatTime: node.metadata.creationTimestamp } : {}),
        },
        now,
      );
    }
    target.status = { ...target.status, conditions };
  });
  if (conditionOf(before, 'Ready')?.status === 'True')
    events.normal(node, SOURCE, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
}

/** The taints that follow from a node's conditions and from its being cordoned. */
function wantedTaints(node: Node): Taint[] {
  const conditions = node.status?.conditions;
  const is = (type: string, status: string) => conditionOf(conditions, type)?.status === status;
  const keys: (readonly [string, string])[] = [];
  if (node.spec.unschedulable) keys.push(['unschedulable', 'NoSchedule']);
  if (is('MemoryPressure', 'True')) keys.push(['memory-pressure', 'NoSchedule']);
  if (is('DiskPressure', 'True')) keys.push(['disk-pressure', 'NoSchedule']);
  if (is('PIDPressure', 'True')) keys.push(['pid-pressure', 'NoSchedule']);
  if (is('NetworkUnavailable', 'True')) keys.push(['network-unavailable', 'NoSchedule']);
  for (const [status, key] of [
    ['Unknown', 'unreachable'],
    ['False', 'not-ready'],
  ] as const)
    if (is('Ready', status)) keys.push([key, 'NoSchedule'], [key, 'NoExecute']);
  return keys.map(([key, effect]) => ({ key: `${PREFIX}${key}`, effect }));
}

const OURS = [
  'unschedulable',
  'memory-pressure',
  'disk-pressure',
  'pid-pressure',
  'network-unavailable',
  'unreachable',
  'not-ready',
].map((key) => `${PREFIX}${key}`);

function taint({ store }: ControllerContext, node: Node): void {
  const wanted = wantedTaints(node);
  const same = (a: Taint, b: Taint) => a.key === b.key && a.effect === b.effect;
  const present = node.spec.taints ?? [];
  const kept = present.filter((one) => !OURS.includes(one.key) || wanted.some((it) => same(it, one)));
  const added = wanted.filter((one) => !present.some((it) => same(it, one)));
  if (added.length === 0 && kept.length === present.length) return;
  const timeAdded = timestamp(store.now());
  store.update(KEYS.Node, undefined, node.metadata.name, (draft) => {
    const taints = [...kept, ...added.map((one) => ({ ...one, timeAdded }))];
    if (taints.length > 0) (draft as Node).spec.taints = taints;
    else delete (draft as Node).spec.taints;
  });
}

/** Pods of a node that is not ready are not ready either, so that no service sends anybody there. */
function markPods({ store, index, events }: ControllerContext, node: Node): void {
  const ready = conditionOf(node.status?.conditions, 'Ready');
  if (ready === undefined || ready.status === 'True' || isSimulated(node)) return;
  for (const pod of [...index.podsOn(node.metadata.name)]) {
    if (!isReady(pod)) continue;
    events.warning(pod, SOURCE, 'NodeNotReady', 'Node is not ready');
    store.update(KEYS.Pod, pod.metadata.namespace, pod.metadata.name, (draft) => {
      const conditions = (draft as Pod).status?.conditions ?? [];
      const before = structuredClone(conditions);
      setCondition(conditions, { type: 'Ready', status: 'False', lastProbeTime: null }, store.now());
      if (equalJson(before, conditions)) return;
      (draft as Pod).status = { ...(draft as Pod).status, conditions };
    });
  }
}
