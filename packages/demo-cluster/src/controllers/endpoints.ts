import { equalJson } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { addressOf, endpointLabels, groupByPorts } from './endpoint-ports.ts';
import { writeSlices } from './endpoint-slices.ts';
import { KEYS, type Pod, type Service } from './kinds.ts';
import { isFinished, isReady } from './pod-state.ts';
import { matchesAll } from './selector.ts';

const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';

/** Keeps the Endpoints and the EndpointSlices of every Service with a selector. */
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
    const { selector, type } = service.spec;
    const isOurs = selector && Object.keys(selector).length > 0 && type !== 'ExternalName';
    if (!isOurs || service.metadata.deletionTimestamp) return undefined;
    const pods = [...context.index.podsIn(namespace)]
      .filter((pod) => matchesAll(selector, pod.metadata.labels) && pod.status?.podIP && !isFinished(pod))
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    writeEndpoints(context, service, pods);
    writeSlices(context, service, pods);
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

function writeEndpoints({ store }: ControllerContext, service: Service, pods: readonly Pod[]): void {
  const isPublished = (pod: Pod) => isReady(pod) || service.spec.publishNotReadyAddresses === true;
  const live = pods.filter((pod) => !pod.metadata.deletionTimestamp || service.spec.publishNotReadyAddresses === true);
  const subsets = groupByPorts(service, live).map(({ ports, pods: group }) => {
    const addresses = (of: readonly Pod[]) => of.map((pod) => ({ ip: pod.status?.podIP, ...addressOf(service, pod) }));
    const ready = addresses(group.filter(isPublished));
    const notReady = addresses(group.filter((pod) => !isPublished(pod)));
    return {
      ...(ready.length > 0 ? { addresses: ready } : {}),
      ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
      ...(ports.length > 0 ? { ports } : {}),
    };
  });
  const { name, namespace = '' } = service.metadata;
  const labels = { ...endpointLabels(service), 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
  const time = new Date(store.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  const write = (draft: DemoObject) => {
    if (equalJson(draft['subsets'] ?? [], subsets) && equalJson(draft.metadata.labels, labels)) return;
    draft.metadata.labels = labels;
    draft.metadata.annotations = { ...draft.metadata.annotations, [TRIGGER]: time };
    if (subsets.length > 0) draft['subsets'] = subsets;
    else delete draft['subsets'];
  };
  if (store.update(KEYS.Endpoints, namespace, name, write)) return;
  store.create(KEYS.Endpoints, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, namespace, labels, annotations: { [TRIGGER]: time } },
    ...(subsets.length > 0 ? { subsets } : {}),
  });
}
