import { setCondition } from './conditions.ts';
import type { ControllerContext } from './controller.ts';
import { KEYS, type Node } from './kinds.ts';
import { isReporting, isSimulated, reportOf } from './node-faults.ts';
import { conditionOf } from './pod-state.ts';
import { microTimestamp, timestamp } from './time.ts';

const LEASE_MS = 10_000;
// a kubelet whose status does not change reports it every five minutes (nodeStatusReportFrequency)
const STATUS_MS = 300_000;

/**
 * The kubelets' reports: renews the nodes' leases, writes what has changed of a node's health at once, and its heartbeat times more
 * rarely. Returns the function that ends it.
 */
export function keepHeartbeats(context: ControllerContext): () => void {
  const { store, timers } = context;
  let cancel = () => {};
  const reported = new Map<string, number>();
  const beat = () => {
    const now = store.now();
    for (const node of store.list(KEYS.Node) as Node[]) {
      if (!isReporting(node)) continue;
      renewLease(store, node, now);
      report(context, node);
      const last = reported.get(node.metadata.name);
      reported.set(node.metadata.name, last ?? now);
      if (last === undefined || now - last < STATUS_MS) continue;
      reported.set(node.metadata.name, now);
      store.update(KEYS.Node, undefined, node.metadata.name, (draft) => {
        for (const condition of (draft as Node).status?.conditions ?? []) condition.lastHeartbeatTime = timestamp(now);
      });
    }
    cancel = timers.after(LEASE_MS, beat);
  };
  cancel = timers.after(0, beat);
  const unsubscribe = store.onEvent(({ key, type, object }) => {
    if (key.group !== '' || key.resource !== 'nodes' || type === 'DELETED' || !isChanged(object as Node)) return;
    timers.after(0, () => {
      const node = store.get(KEYS.Node, undefined, object.metadata.name) as Node | undefined;
      if (!node || !isChanged(node)) return;
      renewLease(store, node, store.now());
      report(context, node);
    });
  });
  return () => {
    unsubscribe();
    cancel();
  };
}

/** The conditions are not what the node's kubelet has to say. A bare node of a test has only its readiness. */
function isChanged(node: Node): boolean {
  if (isSimulated(node) || !isReporting(node)) return false;
  const conditions = node.status?.conditions;
  return reportOf(node).some(({ type, status }) => {
    const present = conditionOf(conditions, type);
    return present ? present.status !== status : status === 'True' && type !== 'Ready';
  });
}

function report({ store, events }: ControllerContext, node: Node): void {
  if (!isChanged(node)) return;
  const { name } = node.metadata;
  const now = store.now();
  const news = reportOf(node).filter(
    ({ type, status }) => conditionOf(node.status?.conditions, type)?.status !== status,
  );
  store.update(KEYS.Node, undefined, name, (draft) => {
    const target = draft as Node;
    const conditions = target.status?.conditions ?? [];
    for (const { type, status, reason, message } of reportOf(node))
      setCondition(conditions, { type, status, reason, message, lastHeartbeatTime: timestamp(now) }, now);
    target.status = { ...target.status, conditions };
  });
  for (const { event } of news)
    events.normal(node, { component: 'kubelet', host: name }, event, `Node ${name} status is now: ${event}`);
}

function renewLease(store: ControllerContext['store'], node: Node, now: number): void {
  const { name, uid } = node.metadata;
  const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: microTimestamp(now) };
  const updated = store.update(KEYS.Lease, 'kube-node-lease', name, (draft) => {
    draft['spec'] = spec;
  });
  if (updated || !store.get(KEYS.Namespace, undefined, 'kube-node-lease')) return;
  store.create(KEYS.Lease, {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease', ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
    spec,
  });
}
