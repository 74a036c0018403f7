import { isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from './json-value.ts';

import { allocateClusterIp, allocateNodePorts, checkFamilies, claimClusterIp } from './service-addresses.ts';
import type { ClusterStore, DemoObject } from './store.ts';
import { fill } from './volume-defaults.ts';

const AFFINITY_SECONDS = 10_800;
const HEALTH_PORTS = { first: 30_000, count: 2768 };

/** Ports, families and the addresses that the API server hands out. */
export function fillService(object: DemoObject, old: DemoObject | undefined, store: ClusterStore): void {
  const own = objectIn(object, 'spec');
  fill(own, { type: 'ClusterIP', sessionAffinity: 'None' });
  fill(object, { status: { loadBalancer: {} } });
  for (const port of objectsIn(own, 'ports')) {
    fill(port, { protocol: 'TCP' });
    if (port['targetPort'] === undefined || port['targetPort'] === 0 || port['targetPort'] === '')
      port['targetPort'] = port['port'];
  }
  if (own['sessionAffinity'] === 'ClientIP') {
    fill(objectIn(objectIn(own, 'sessionAffinityConfig'), 'clientIP'), { timeoutSeconds: AFFINITY_SECONDS });
  } else delete own['sessionAffinityConfig'];
  if (old) inherit(own, old);
  if (own['type'] === 'ExternalName') {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'])
      if (old && textAt(old, 'spec', 'type') !== 'ExternalName') delete own[field];
    return;
  }
  const isBalanced = own['type'] === 'LoadBalancer';
  const isExposed = isBalanced || own['type'] === 'NodePort';
  fill(own, { internalTrafficPolicy: 'Cluster' });
  if (isExposed) fill(own, { externalTrafficPolicy: 'Cluster' });
  if (isBalanced) fill(own, { allocateLoadBalancerNodePorts: true });
  checkFamilies(object);
  fillAddress(object, own, old, store);
  if (isExposed && own['allocateLoadBalancerNodePorts'] !== false) allocateNodePorts(object, old, store);
  if (isBalanced && own['externalTrafficPolicy'] === 'Local')
    fill(own, { healthCheckNodePort: HEALTH_PORTS.first + ((object.metadata.name.length * 397) % HEALTH_PORTS.count) });
}

function fillAddress(object: DemoObject, own: JsonObject, old: DemoObject | undefined, store: ClusterStore): void {
  const asked = textAt(own, 'clusterIP') || firstOf(own['clusterIPs']);
  const address = asked === '' ? allocateClusterIp(object, store) : asked;
  // an address that is there already cannot be changed, which is for the validation to say
  if (asked !== '' && asked !== 'None' && textAt(old, 'spec', 'clusterIP') === '') claimClusterIp(object, asked, store);
  own['clusterIP'] = address;
  if (firstOf(own['clusterIPs']) !== address) own['clusterIPs'] = [address];
  const selector = own['selector'];
  const isFree = address === 'None' && (!isJsonObject(selector) || Object.keys(selector).length === 0);
  fill(
    own,
    isFree
      ? { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' }
      : { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' },
  );
}

const firstOf = (list: unknown) => (Array.isArray(list) ? String(list[0] ?? '') : '');

/** An update that leaves out what was allocated keeps it, and gives back what the new type does not need. */
function inherit(own: JsonObject, old: DemoObject): void {
  const before = textAt(old, 'spec', 'type');
  const needsAddress = own['type'] !== 'ExternalName' && before !== 'ExternalName';
  if (needsAddress && !own['clusterIP'] && firstOf(own['clusterIPs']) === '') {
    own['clusterIP'] = valueAt(old, 'spec', 'clusterIP');
    own['clusterIPs'] = valueAt(old, 'spec', 'clusterIPs');
  }
  const isExposed = (type: unknown) => type === 'NodePort' || type === 'LoadBalancer';
  const ports = objectsIn(own, 'ports');
  const former = objectsIn(old, 'spec', 'ports');
  for (const port of ports) {
    const match = former.find((one) => one['port'] === port['port'] && one['protocol'] === port['protocol']);
    if (isExposed(own['type']) && isExposed(before) && !port['nodePort'] && match?.['nodePort'])
      port['nodePort'] = match['nodePort'];
    if (isExposed(before) && !isExposed(own['type']) && port['nodePort'] === match?.['nodePort'])
      delete port['nodePort'];
  }
  if (isExposed(before) && !isExposed(own['type'])) delete own['externalTrafficPolicy'];
  if (before === 'LoadBalancer' && own['type'] !== 'LoadBalancer') {
    delete own['allocateLoadBalancerNodePorts'];
    delete own['healthCheckNodePort'];
  }
}
