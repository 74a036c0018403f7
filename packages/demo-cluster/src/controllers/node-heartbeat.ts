import type { ControllerContext } from './controller.ts';
import { KEYS, type Node } from './kinds.ts';
import { microTimestamp, timestamp } from './time.ts';

const LEASE_MS = 10_000;
// a kubelet whose status does not change reports it every five minutes (nodeStatusReportFrequency)
const STATUS_MS = 300_000;

/** Nodes that no kubelet of this process looks after carry this label; populate and fill make them. */
export function isSimulated(node: Node): boolean {
  return node.metadata.labels?.['simulated'] === 'true';
}

/** Renews the nodes' leases and, more rarely, the heartbeat times of their conditions. Returns the function that ends it. */
export function keepHeartbeats({ store, timers }: ControllerContext): () => void {
  let cancel = () => {};
  const reported = new Map<string, number>();
  const beat = () => {
    const now = store.now();
    for (const node of store.list(KEYS.Node) as Node[]) {
      renewLease(store, node, now);
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
  return () => cancel();
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
