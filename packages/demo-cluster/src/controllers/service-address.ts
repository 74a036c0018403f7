import { type Controller, type ControllerContext, itself } from './controller.ts';
import { KEYS, type Service } from './kinds.ts';

const SOURCE = { component: 'service-controller' };
const LOAD_BALANCER_MS = 8000;
const NODE_PORTS = { first: 30_000, count: 2768 };

/** Gives Services their cluster IP, node ports and, after a while, a load balancer's address. */
export const serviceAddressController: Controller = {
  name: 'service-address',
  watches: [
    {
      key: KEYS.Service,
      map: ({ object, type }) => (type === 'DELETED' ? [] : itself({ object, type, key: KEYS.Service })),
    },
  ],
  reconcile(context, namespace, name) {
    const service = context.store.get(KEYS.Service, namespace, name) as Service | undefined;
    if (!service || service.metadata.deletionTimestamp) return undefined;
    allocate(context, service);
    return balance(context, (context.store.get(KEYS.Service, namespace, name) as Service | undefined) ?? service);
  },
};

function allocate({ store }: ControllerContext, service: Service): void {
  const type = service.spec.type ?? 'ClusterIP';
  if (type === 'ExternalName') return;
  const needsPorts = type === 'NodePort' || type === 'LoadBalancer';
  const lacksPort = needsPorts && (service.spec.ports ?? []).some((port) => !port.nodePort);
  if (service.spec.clusterIP && !lacksPort) return;
  const others = store.list(KEYS.Service) as Service[];
  const addresses = new Set(others.map((one) => one.spec.clusterIP));
  const ports = new Set(others.flatMap((one) => (one.spec.ports ?? []).map((port) => port.nodePort)));
  store.update(KEYS.Service, service.metadata.namespace, service.metadata.name, (draft) => {
    const { spec } = draft as Service;
    if (!spec.clusterIP) {
      spec.clusterIP = freeAddress(service.metadata.uid, addresses);
      spec.clusterIPs = [spec.clusterIP];
      spec['ipFamilies'] ??= ['IPv4'];
      spec['ipFamilyPolicy'] ??= 'SingleStack';
    }
    if (needsPorts)
      for (const port of spec.ports ?? []) {
        port.nodePort ||= freePort(service.metadata.uid, ports);
        ports.add(port.nodePort);
      }
  });
}

/** 10.96.0.0/16, spread by uid so that addresses look allocated, not counted. */
function freeAddress(seed: string, taken: ReadonlySet<string | undefined>): string {
  for (let n = numberOf(seed); ; n++) {
    const address = `10.96.${(n >> 8) & 255}.${(n & 255) % 254 || 254}`;
    if (!taken.has(address) && !['10.96.0.1', '10.96.0.10'].includes(address)) return address;
  }
}

function freePort(seed: string, taken: ReadonlySet<number | undefined>): number {
  for (let n = numberOf(seed); ; n++) {
    const port = NODE_PORTS.first + (n % NODE_PORTS.count);
    if (!taken.has(port)) return port;
  }
}

const numberOf = (uid: string) => Number.parseInt(uid.replaceAll('-', '').slice(0, 6), 16) || 1;

/** The cloud's answer to a LoadBalancer takes a few seconds. */
function balance({ store, events }: ControllerContext, service: Service): number | undefined {
  const hasAddress = (service.status?.loadBalancer?.ingress ?? []).length > 0;
  if (service.spec.type !== 'LoadBalancer') {
    if (hasAddress) setIngress(store, service, undefined);
    return undefined;
  }
  if (hasAddress) return undefined;
  const since = Date.parse(service.metadata.creationTimestamp);
  const left = since + LOAD_BALANCER_MS - store.now();
  if (left > 0) {
    events.normal(service, SOURCE, 'EnsuringLoadBalancer', 'Ensuring load balancer');
    return left;
  }
  const n = numberOf(service.metadata.uid);
  setIngress(store, service, `203.0.113.${(n % 253) + 1}`);
  events.normal(service, SOURCE, 'EnsuredLoadBalancer', 'Ensured load balancer');
  return undefined;
}

function setIngress(store: ControllerContext['store'], service: Service, ip: string | undefined): void {
  store.update(KEYS.Service, service.metadata.namespace, service.metadata.name, (draft) => {
    (draft as Service).status = { loadBalancer: ip ? { ingress: [{ ip, ipMode: 'VIP' }] } : {} };
  });
}
