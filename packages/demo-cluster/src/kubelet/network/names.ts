import { KEYS, type Pod, type Service } from '../../controllers/kinds.ts';
import { textAt } from '../../json-value.ts';
import type { ClusterStore } from '../../store.ts';
import { readyEndpoints } from './endpoints.ts';

export const CLUSTER_DNS = '10.96.0.10';
const DOMAIN = 'cluster.local';
const NDOTS = 5;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The record that a name leads to. */
interface DnsAnswer {
  /** the name as the server knows it */
  readonly name: string;
  readonly addresses: readonly string[];
  /** the name that an ExternalName Service stands for */
  readonly alias?: string;
}

/** The names that a program in a pod can resolve. */
export interface Names {
  readonly searchDomains: readonly string[];
  /** every name that the resolver tries for a name, in its order */
  candidates(host: string): string[];
  query(name: string): DnsAnswer | undefined;
  lookup(host: string): string[];
  /** the name of an address */
  reverse(address: string): string | undefined;
}

/** The resolver of a pod: its hosts file, then the cluster's DNS. */
export function namesOf(store: ClusterStore, pod: Pod): Names {
  const { namespace = 'default' } = pod.metadata;
  const usesCluster =
    pod.spec['dnsPolicy'] !== 'Default' &&
    pod.spec['dnsPolicy'] !== 'None' &&
    (!pod.spec.hostNetwork || pod.spec['dnsPolicy'] === 'ClusterFirstWithHostNet');
  const searchDomains = usesCluster ? [`${namespace}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN] : [];
  const query = (name: string) => (usesCluster ? clusterRecord(store, name) : undefined);
  const candidates = (host: string) => {
    if (host.endsWith('.')) return [host.slice(0, -1)];
    const searched = searchDomains.map((domain) => `${host}.${domain}`);
    return host.split('.').length - 1 >= NDOTS ? [host, ...searched] : [...searched, host];
  };
  return {
    searchDomains,
    candidates,
    query,
    lookup(host) {
      if (ADDRESS.test(host) || host.includes(':')) return [host];
      const own = hostsFile(pod).find(({ names }) => names.includes(host));
      if (own) return [own.address];
      for (const name of candidates(host)) {
        const record = query(name);
        if (record?.alias !== undefined) return this.lookup(`${record.alias}.`);
        if (record && record.addresses.length > 0) return [...record.addresses];
      }
      return [];
    },
    reverse: (address) => (usesCluster ? nameOfAddress(store, address) : undefined),
  };
}

/** The lines of a pod's hosts file. */
export function hostsFile(pod: Pod): { address: string; names: string[] }[] {
  const hostname = pod.spec.hostname ?? pod.metadata.name;
  const subdomain = pod.spec['subdomain'];
  const domain =
    typeof subdomain === 'string' ? `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.${DOMAIN}` : undefined;
  const aliases = pod.spec['hostAliases'];
  return [
    { address: '127.0.0.1', names: ['localhost'] },
    { address: pod.status?.podIP ?? '127.0.0.1', names: domain ? [domain, hostname] : [hostname] },
    ...(Array.isArray(aliases) ? (aliases as { ip?: string; hostnames?: string[] }[]) : []).map(
      ({ ip = '', hostnames = [] }) => ({ address: ip, names: hostnames }),
    ),
  ];
}

function clusterRecord(store: ClusterStore, fullName: string): DnsAnswer | undefined {
  const name = fullName.toLowerCase();
  const match = /^(?:(.+)\.)?([^.]+)\.([^.]+)\.(svc|pod)\.cluster\.local$/.exec(name);
  if (!match) return undefined;
  const [, host, second = '', namespace = '', kind] = match;
  if (kind === 'pod') {
    const address = second.replaceAll('-', '.');
    return host === undefined && ADDRESS.test(address) ? { name, addresses: [address] } : undefined;
  }
  const service = store.get(KEYS.Service, namespace, second) as Service | undefined;
  if (!service) return undefined;
  const alias = textAt(service, 'spec', 'externalName');
  if (service.spec.type === 'ExternalName') return { name, addresses: [], alias };
  const isHeadless = service.spec.clusterIP === 'None';
  const endpoints = isHeadless || host !== undefined ? readyEndpoints(store, service, undefined) : [];
  if (host !== undefined) {
    const one = endpoints.find(({ hostname, address }) => hostname === host || address.replaceAll('.', '-') === host);
    return one ? { name, addresses: [one.address] } : undefined;
  }
  if (!isHeadless) return service.spec.clusterIP ? { name, addresses: [service.spec.clusterIP] } : undefined;
  const addresses = [...new Set(endpoints.map(({ address }) => address))];
  return addresses.length > 0 ? { name, addresses } : undefined;
}

function nameOfAddress(store: ClusterStore, address: string): string | undefined {
  for (const service of store.list(KEYS.Service) as Service[]) {
    const { name, namespace } = service.metadata;
    const domain = `${name}.${namespace}.svc.${DOMAIN}`;
    if (service.spec.clusterIP === address) return domain;
    if (service.spec.clusterIP !== 'None') continue;
    const endpoint = readyEndpoints(store, service, undefined).find((one) => one.address === address);
    if (endpoint) return `${endpoint.hostname || address.replaceAll('.', '-')}.${domain}`;
  }
  return undefined;
}
