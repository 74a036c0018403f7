import { KEYS, type Pod, type Service } from '../../controllers/kinds.ts';
import { objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { ClusterStore } from '../../store.ts';

export interface EndpointAddress {
  readonly address: string;
  readonly port: number;
  /** the pod's name in a headless Service */
  readonly hostname: string;
}

/** The endpoints of a Service's port that take connections. */
export function readyEndpoints(
  store: ClusterStore,
  service: Service,
  port: NonNullable<Service['spec']['ports']>[number] | undefined,
): EndpointAddress[] {
  const { namespace, name } = service.metadata;
  const found: EndpointAddress[] = [];
  for (const slice of store.list(KEYS.EndpointSlice, namespace)) {
    if (slice.metadata.labels?.['kubernetes.io/service-name'] !== name) continue;
    const ports = objectsIn(slice, 'ports');
    const number = port
      ? Number(ports.find((one) => textAt(one, 'name') === (port.name ?? ''))?.['port'] ?? Number.NaN)
      : Number(ports[0]?.['port'] ?? 0);
    if (Number.isNaN(number)) continue;
    for (const endpoint of objectsIn(slice, 'endpoints')) {
      if (valueAt(endpoint, 'conditions', 'ready') === false) continue;
      const addresses = endpoint['addresses'];
      for (const address of Array.isArray(addresses) ? addresses.map(String) : [])
        found.push({ address, port: number, hostname: hostnameOf(store, endpoint, service) });
    }
  }
  return found;
}

/** A pod has a name of its own in a headless Service when it names the Service as its subdomain. */
function hostnameOf(store: ClusterStore, endpoint: object, service: Service): string {
  const name = textAt(endpoint, 'targetRef', 'name');
  const pod = store.get(KEYS.Pod, service.metadata.namespace, name) as Pod | undefined;
  return pod?.spec.subdomain === service.metadata.name ? (pod.spec.hostname ?? '') : '';
}
