import { randomInt } from 'node:crypto';
import { type JsonObject, objectsIn, textAt, valueAt } from './json-value.ts';
import { type FieldFault, invalid } from './status-error.ts';
import type { ClusterStore, DemoObject } from './store.ts';

const SERVICES = { group: '', resource: 'services' };
/** --service-cluster-ip-range */
const RANGE = '10.96.0.0/16';
const PREFIX = '10.96.';
const HOSTS = 65_534;
/** --service-node-port-range */
const NODE_PORTS = { first: 30_000, last: 32_767 };

const refuse = (service: DemoObject, fault: Omit<FieldFault, 'type'>): Error =>
  invalid('', 'Service', service.metadata.name ?? '', [{ type: 'Invalid value', ...fault }]);

const others = (store: ClusterStore, { metadata }: DemoObject) =>
  store
    .list(SERVICES)
    .filter((one) => one.metadata.name !== metadata.name || one.metadata.namespace !== metadata.namespace);

const portKey = (port: JsonObject, number: unknown) => `${String(port['protocol'] ?? 'TCP')}/${String(number)}`;

function addressOf(host: number): string {
  return `${PREFIX}${host >> 8}.${host & 255}`;
}

/** A free cluster IP, not one of the first 256, which are for services that name their own. */
export function allocateClusterIp(service: DemoObject, store: ClusterStore): string {
  const taken = new Set(others(store, service).map((one) => textAt(one, 'spec', 'clusterIP')));
  for (let host = randomInt(256, HOSTS); ; host = host >= HOSTS ? 256 : host + 1) {
    const address = addressOf(host);
    if (!taken.has(address)) return address;
  }
}

/** Refuses a cluster IP that is outside the range or taken. */
export function claimClusterIp(service: DemoObject, address: string, store: ClusterStore): void {
  const fault = (detail: string) =>
    refuse(service, {
      field: 'spec.clusterIPs',
      value: [address],
      detail: `failed to allocate IP ${address}: ${detail}`,
    });
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) return;
  if (!address.startsWith(PREFIX))
    throw fault(`the provided IP (${address}) is not in the valid range. The range of valid IPs is ${RANGE}`);
  if (others(store, service).some((one) => textAt(one, 'spec', 'clusterIP') === address))
    throw fault('provided IP is already allocated');
}

/** Gives every port of an exposed service its node port; those that it asks for must be free. */
export function allocateNodePorts(service: DemoObject, old: DemoObject | undefined, store: ClusterStore): void {
  const ports = objectsIn(service, 'spec', 'ports');
  const before = new Set(objectsIn(old, 'spec', 'ports').map((port) => portKey(port, port['nodePort'])));
  const isNew = (port: JsonObject) => !port['nodePort'] || !before.has(portKey(port, port['nodePort']));
  if (!ports.some(isNew)) return;
  const taken = new Set(
    others(store, service).flatMap((one) =>
      objectsIn(one, 'spec', 'ports').map((port) => portKey(port, port['nodePort'])),
    ),
  );
  ports.forEach((port, at) => {
    const asked = Number(port['nodePort'] ?? 0);
    if (asked === 0) return;
    const fault = (detail: string) => refuse(service, { field: `spec.ports[${at}].nodePort`, value: asked, detail });
    const { first, last } = NODE_PORTS;
    if (isNew(port) && (asked < first || asked > last))
      throw fault(`provided port is not in the valid range. The range of valid ports is ${first}-${last}`);
    if (isNew(port) && taken.has(portKey(port, asked))) throw fault('provided port is already allocated');
    taken.add(portKey(port, asked));
  });
  for (const port of ports) {
    if (Number(port['nodePort'] ?? 0) !== 0) continue;
    // the same number for both protocols of one port (DNS)
    const twin = ports.find((one) => one['port'] === port['port'] && Number(one['nodePort'] ?? 0) !== 0);
    const wanted = twin ? Number(twin['nodePort']) : 0;
    port['nodePort'] = wanted !== 0 && !taken.has(portKey(port, wanted)) ? wanted : freePort(port, taken);
    taken.add(portKey(port, port['nodePort']));
  }
}

function freePort(port: JsonObject, taken: ReadonlySet<string>): number {
  const { first, last } = NODE_PORTS;
  for (let number = randomInt(first, last + 1); ; number = number >= last ? first : number + 1)
    if (!taken.has(portKey(port, number))) return number;
}

/** Refuses address families that a cluster with IPv4 alone has not. */
export function checkFamilies(service: DemoObject): void {
  const families = valueAt(service, 'spec', 'ipFamilies');
  const isHeadless =
    textAt(service, 'spec', 'clusterIP') === 'None' && valueAt(service, 'spec', 'selector') === undefined;
  if (isHeadless) return;
  const list = Array.isArray(families) ? families : [];
  list.forEach((family, at) => {
    if (family === 'IPv6')
      throw refuse(service, {
        field: `spec.ipFamilies[${at}]`,
        value: family,
        detail: 'not configured on this cluster',
      });
  });
  if (textAt(service, 'spec', 'ipFamilyPolicy') === 'RequireDualStack')
    throw refuse(service, {
      field: 'spec.ipFamilyPolicy',
      value: 'RequireDualStack',
      detail: 'this cluster is not configured for dual-stack services',
    });
}
