import type { DemoObject } from '../store.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS, type Pod, type Service, type ServicePort } from './kinds.ts';
import { randomSuffix } from './object-hash.ts';
import { isFinished, isReady } from './pod-state.ts';
import { controllerReference } from './pod-template.ts';
import { matchesAll } from './selector.ts';

/** Keeps the Endpoints and the EndpointSlice of every Service with a selector. */
export const endpointsController: Controller = {
  name: 'endpoints',
  watches: [
    { key: KEYS.Service, map: itself },
    {
      key: KEYS.Pod,
      map: ({ object, old, type }, { store }) => {
        if (type === 'MODIFIED' && old && fingerprint(object as Pod) === fingerprint(old as Pod)) return [];
        const labels = [object.metadata.labels, old?.metadata.labels];
        return (store.list(KEYS.Service, object.metadata.namespace) as Service[])
          .filter(({ spec }) => labels.some((one) => spec.selector && one && matchesAll(spec.selector, one)))
          .map(({ metadata }) => queueKey(metadata.namespace, metadata.name));
      },
    },
  ],
  reconcile(context, namespace, name) {
    const { store } = context;
    const service = store.get(KEYS.Service, namespace, name) as Service | undefined;
    if (!service) {
      store.delete(KEYS.Endpoints, namespace, name);
      return undefined;
    }
    const selector = service.spec.selector;
    if (!selector || Object.keys(selector).length === 0 || service.metadata.deletionTimestamp) return undefined;
    const pods = [...context.index.podsIn(namespace)]
      .filter((pod) => matchesAll(selector, pod.metadata.labels) && pod.status?.podIP && !isFinished(pod))
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    writeEndpoints(context, service, pods);
    writeSlice(context, service, pods);
    return undefined;
  },
};

const fingerprint = (pod: Pod) =>
  JSON.stringify([
    pod.metadata.labels,
    pod.metadata.deletionTimestamp,
    pod.status?.podIP,
    pod.status?.phase,
    isReady(pod),
  ]);

/** The number behind a target port, which may be a container port's name. */
function targetOf(port: ServicePort, pod: Pod | undefined): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  if (/^\d+$/.test(target)) return Number(target);
  for (const container of pod?.spec.containers ?? [])
    for (const one of container.ports ?? []) if (one.name === target) return one.containerPort;
  return undefined;
}

function portsFor(service: Service, pod: Pod | undefined) {
  return (service.spec.ports ?? []).flatMap((port) => {
    const target = targetOf(port, pod);
    return target === undefined
      ? []
      : [{ ...(port.name ? { name: port.name } : {}), port: target, protocol: port.protocol ?? 'TCP' }];
  });
}

const targetRef = (pod: Pod) => ({
  kind: 'Pod',
  namespace: pod.metadata.namespace,
  name: pod.metadata.name,
  uid: pod.metadata.uid,
});

function writeEndpoints({ store }: ControllerContext, service: Service, pods: readonly Pod[]): void {
  const address = (pod: Pod) => ({ ip: pod.status?.podIP, nodeName: pod.spec.nodeName, targetRef: targetRef(pod) });
  const isPublished = (pod: Pod) => isReady(pod) || service.spec.publishNotReadyAddresses === true;
  const live = pods.filter((pod) => !pod.metadata.deletionTimestamp);
  const ready = live.filter(isPublished).map(address);
  const notReady = live.filter((pod) => !isPublished(pod)).map(address);
  const ports = portsFor(service, live[0]);
  const subsets =
    ready.length + notReady.length === 0
      ? undefined
      : [
          {
            ...(ready.length > 0 ? { addresses: ready } : {}),
            ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
            ports,
          },
        ];
  const { name, namespace = '', labels } = service.metadata;
  const write = (draft: DemoObject) => {
    if (subsets) draft['subsets'] = subsets;
    else delete draft['subsets'];
  };
  if (store.update(KEYS.Endpoints, namespace, name, write)) return;
  store.create(KEYS.Endpoints, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, namespace, labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } },
    ...(subsets ? { subsets } : {}),
  });
}

function writeSlice({ store, index }: ControllerContext, service: Service, pods: readonly Pod[]): void {
  const endpoints = pods.map((pod) => {
    const serving = isReady(pod);
    const terminating = pod.metadata.deletionTimestamp !== undefined;
    return {
      addresses: [pod.status?.podIP],
      conditions: {
        ready: (serving || service.spec.publishNotReadyAddresses === true) && !terminating,
        serving,
        terminating,
      },
      nodeName: pod.spec.nodeName,
      targetRef: targetRef(pod),
    };
  });
  const ports = portsFor(service, pods[0]).map((port) => ({ name: '', ...port }));
  const slice = index.controlledBy(service, KEYS.EndpointSlice)[0];
  const { name, namespace = '', labels } = service.metadata;
  if (slice) {
    store.update(KEYS.EndpointSlice, namespace, slice.metadata.name, (draft) => {
      draft['endpoints'] = endpoints;
      draft['ports'] = ports;
    });
    return;
  }
  store.create(KEYS.EndpointSlice, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${randomSuffix()}`,
      generateName: `${name}-`,
      namespace,
      labels: {
        ...labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': name,
      },
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  });
}
