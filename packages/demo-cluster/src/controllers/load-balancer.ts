import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS, type Service } from './kinds.ts';

const SOURCE = { component: 'service-controller' };
const CLEANUP = 'service.kubernetes.io/load-balancer-cleanup';
const READY_MS = 8000;

/** The cloud's side of services of type LoadBalancer: an address after a few seconds, and its removal. */
export function loadBalancers(): Controller {
  /** when the cloud began to make one, by uid */
  const begun = new Map<string, number>();
  return {
    name: 'load-balancer',
    watches: [
      {
        key: KEYS.Service,
        map: (event, { events }) => {
          const { object, old } = event;
          const [is, was] = [(object as Service).spec.type, (old as Service | undefined)?.spec.type];
          if (event.type === 'DELETED') begun.delete(object.metadata.uid);
          const concerns = is === 'LoadBalancer' || was === 'LoadBalancer';
          if (concerns && was !== undefined && is !== was) events.normal(object, SOURCE, 'Type', `${was} -> ${is}`);
          return concerns && event.type !== 'DELETED' ? itself(event) : [];
        },
      },
    ],
    reconcile(context, namespace, name) {
      const service = context.store.get(KEYS.Service, namespace, name) as Service | undefined;
      if (!service) return undefined;
      const isWanted = service.spec.type === 'LoadBalancer' && !service.metadata.deletionTimestamp;
      if (!isWanted || service.spec['loadBalancerClass'] !== undefined) {
        begun.delete(service.metadata.uid);
        return remove(context, service);
      }
      return provide(context, service, begun);
    },
  };
}

const hasAddress = (service: Service) => (service.status?.loadBalancer?.ingress ?? []).length > 0;

function provide(
  { store, events }: ControllerContext,
  service: Service,
  begun: Map<string, number>,
): number | undefined {
  if (hasAddress(service)) return undefined;
  const { uid, name, namespace } = service.metadata;
  const since = begun.get(uid);
  if (since === undefined) {
    begun.set(uid, store.now());
    events.normal(service, SOURCE, 'EnsuringLoadBalancer', 'Ensuring load balancer');
    store.update(KEYS.Service, namespace, name, (draft) => {
      const present = draft.metadata.finalizers ?? [];
      if (!present.includes(CLEANUP)) draft.metadata.finalizers = [...present, CLEANUP];
    });
  }
  const left = (since ?? store.now()) + READY_MS - store.now();
  if (left > 0) return left;
  const ip = String(service.spec['loadBalancerIP'] ?? '') || addressFor(uid);
  setIngress(store, service, ip);
  events.normal(service, SOURCE, 'EnsuredLoadBalancer', 'Ensured load balancer');
  return undefined;
}

function remove({ store, events }: ControllerContext, service: Service): undefined {
  const isOurs = service.metadata.finalizers?.includes(CLEANUP) ?? false;
  if (isOurs) events.normal(service, SOURCE, 'DeletingLoadBalancer', 'Deleting load balancer');
  if (hasAddress(service)) setIngress(store, service, undefined);
  if (!isOurs) return undefined;
  events.normal(service, SOURCE, 'DeletedLoadBalancer', 'Deleted load balancer');
  store.update(KEYS.Service, service.metadata.namespace, service.metadata.name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== CLEANUP);
  });
  return undefined;
}

/** 203.0.113.0/24 is for documentation (RFC 5737). */
const addressFor = (uid: string) => `203.0.113.${(Number.parseInt(uid.slice(0, 6), 16) % 253) + 1}`;

function setIngress(store: ControllerContext['store'], service: Service, ip: string | undefined): void {
  store.update(KEYS.Service, service.metadata.namespace, service.metadata.name, (draft) => {
    (draft as Service).status = { loadBalancer: ip ? { ingress: [{ ip, ipMode: 'VIP' }] } : {} };
  });
}

const INGRESS_CLASS = { group: 'networking.k8s.io', resource: 'ingressclasses' };
const INGRESS_MS = 3000;

/** An ingress controller's side: an Ingress whose class somebody serves gets that one's address. */
export const ingressAddresses: Controller = {
  name: 'ingress-address',
  watches: [
    { key: KEYS.Ingress, map: (event) => (event.type === 'DELETED' ? [] : itself(event)) },
    {
      key: INGRESS_CLASS,
      map: (_event, { store }) =>
        store.list(KEYS.Ingress).map(({ metadata }) => queueKey(metadata.namespace, metadata.name)),
    },
  ],
  reconcile({ store, events }, namespace, name) {
    const ingress = store.get(KEYS.Ingress, namespace, name);
    if (!ingress || ingress.metadata.deletionTimestamp) return undefined;
    const className =
      (ingress['spec'] as { ingressClassName?: string }).ingressClassName ??
      ingress.metadata.annotations?.['kubernetes.io/ingress.class'];
    const status = ingress['status'] as { loadBalancer?: { ingress?: object[] } } | undefined;
    if (!className || !store.get(INGRESS_CLASS, undefined, className) || status?.loadBalancer?.ingress)
      return undefined;
    const left = Date.parse(ingress.metadata.creationTimestamp) + INGRESS_MS - store.now();
    if (left > 0) {
      events.normal(ingress, { component: `${className}-ingress-controller` }, 'Sync', 'Scheduled for sync');
      return left;
    }
    store.update(KEYS.Ingress, namespace, name, (draft) => {
      draft['status'] = { loadBalancer: { ingress: [{ ip: '203.0.113.254' }] } };
    });
    return undefined;
  },
};
