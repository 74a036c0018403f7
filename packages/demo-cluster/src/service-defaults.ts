import { type JsonObject, objectIn, objectsIn, textAt } from './json-value.ts';
import { fill } from './pod-defaults.ts';
import type { ClusterStore, DemoObject } from './store.ts';

/** Cluster addresses: 10.96.0.0/16, in the order in which services ask. */
function nextClusterIp(store: ClusterStore): string {
  const taken = new Set(store.list({ group: '', resource: 'services' }).map((s) => textAt(s, 'spec', 'clusterIP')));
  for (let number = 1; number < 65_000; number += 1) {
    const address = `10.96.${(number + 10) >> 8}.${(number + 10) & 255}`;
    if (!taken.has(address)) return address;
  }
  return '10.96.255.254';
}

function nextNodePort(store: ClusterStore, mine: readonly JsonObject[]): number {
  const taken = new Set(
    [...store.list({ group: '', resource: 'services' }).flatMap((s) => objectsIn(s, 'spec', 'ports')), ...mine].map(
      (port) => port['nodePort'],
    ),
  );
  let port = 30_000 + (taken.size % 2000);
  while (taken.has(port)) port = port >= 32_767 ? 30_000 : port + 1;
  return port;
}

/** Ports, families and the addresses that the API server hands out. */
export function fillService(object: DemoObject, store: ClusterStore): void {
  const own = objectIn(object, 'spec');
  fill(own, { type: 'ClusterIP', sessionAffinity: 'None' });
  const ports = objectsIn(own, 'ports');
  const exposed = own['type'] === 'NodePort' || own['type'] === 'LoadBalancer';
  for (const port of ports) {
    fill(port, { protocol: 'TCP', targetPort: port['port'] });
    if (exposed && port['nodePort'] === undefined) port['nodePort'] = nextNodePort(store, ports);
  }
  if (own['type'] === 'ExternalName') return;
  fill(own, { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
  if (exposed) fill(own, { externalTrafficPolicy: 'Cluster' });
  if (own['type'] === 'LoadBalancer') fill(own, { allocateLoadBalancerNodePorts: true });
  if (!own['clusterIP']) own['clusterIP'] = nextClusterIp(store);
  fill(own, { clusterIPs: [own['clusterIP']] });
  fill(object, { status: { loadBalancer: {} } });
}
