import { equalJson } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { type Controller, type ControllerContext, itself } from './controller.ts';
import { addressOf, type EndpointPort, endpointLabels, groupByPorts } from './endpoint-ports.ts';
import { KEYS, type Pod, type Service } from './kinds.ts';
import { randomSuffix } from './object-hash.ts';
import { isReady } from './pod-state.ts';
import { controllerReference } from './pod-template.ts';

const SLICE_SIZE = 100;
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const SERVICE_NAME = 'kubernetes.io/service-name';
const ZONE = 'topology.kubernetes.io/zone';

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: object;
  readonly targetRef?: { readonly uid?: string | undefined } | undefined;
}

interface Slice extends DemoObject {
  endpoints?: Endpoint[] | null;
  ports?: EndpointPort[] | null;
}

/** What one slice must hold; `name` when there is one already. */
interface Wanted {
  readonly name: string | undefined;
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly EndpointPort[];
}

function endpointOf({ store }: ControllerContext, service: Service, pod: Pod): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const isPublished = service.spec.publishNotReadyAddresses === true;
  const zone = store.get(KEYS.Node, undefined, pod.spec.nodeName ?? '')?.metadata.labels?.[ZONE];
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: isPublished || (serving && !terminating), serving, terminating },
    ...addressOf(service, pod),
    ...(zone ? { zone } : {}),
  };
}

const named = (ports: readonly EndpointPort[]) => ports.map((port) => ({ name: '', ...port }));
const uidOf = (endpoint: Endpoint) => endpoint.targetRef?.uid ?? endpoint.addresses[0] ?? '';

/** Endpoints stay in the slice that they are in; new ones fill the room that is left, then new slices. */
function distribute(
  slices: readonly Slice[],
  ports: readonly EndpointPort[],
  endpoints: readonly Endpoint[],
): Wanted[] {
  const left = new Map(endpoints.map((one) => [uidOf(one), one]));
  const plans = slices.map((slice) => {
    const kept: Endpoint[] = [];
    for (const before of slice.endpoints ?? []) {
      const now = left.get(uidOf(before));
      if (!now) continue;
      left.delete(uidOf(before));
      kept.push(now);
    }
    return { name: slice.metadata.name as string | undefined, endpoints: kept, ports };
  });
  for (const one of left.values()) {
    let plan = plans.find((it) => it.endpoints.length < SLICE_SIZE);
    if (!plan) {
      plan = { name: undefined, endpoints: [], ports };
      plans.push(plan);
    }
    plan.endpoints.push(one);
  }
  return plans.filter((plan) => plan.endpoints.length > 0);
}

/** Writes the slices of a service; one that has nobody behind it keeps one empty slice. */
export function writeSlices(context: ControllerContext, service: Service, pods: readonly Pod[]): void {
  const groups = groupByPorts(service, pods).map(({ ports, pods: group }) => ({
    ports: named(ports),
    endpoints: group.map((pod) => endpointOf(context, service, pod)),
  }));
  const labels = {
    ...endpointLabels(service),
    [MANAGED_BY]: 'endpointslice-controller.k8s.io',
    [SERVICE_NAME]: service.metadata.name,
  };
  reconcileSlices(context, service, groups, labels);
}

function reconcileSlices(
  { store, index }: ControllerContext,
  owner: DemoObject,
  groups: readonly { readonly ports: readonly EndpointPort[]; readonly endpoints: readonly Endpoint[] }[],
  labels: Readonly<Record<string, string>>,
): void {
  const present = index.controlledBy(owner, KEYS.EndpointSlice) as Slice[];
  const wanted = groups.flatMap(({ ports, endpoints }) =>
    distribute(
      present.filter((slice) => equalJson(slice.ports ?? [], ports)),
      ports,
      endpoints,
    ),
  );
  if (wanted.length === 0) wanted.push({ name: present[0]?.metadata.name, endpoints: [], ports: [] });
  // a slice whose ports no pod has any more is used again rather than replaced
  const spare = present.map((one) => one.metadata.name).filter((name) => !wanted.some((one) => one.name === name));
  const { namespace = '' } = owner.metadata;
  for (const { name = spare.shift(), endpoints, ports } of wanted) {
    const content = {
      endpoints: endpoints.length > 0 ? [...endpoints] : null,
      ports: ports.length > 0 ? [...ports] : null,
    };
    const change = (draft: DemoObject) => {
      Object.assign(draft, content);
      draft.metadata.labels = { ...labels };
    };
    if (name !== undefined && store.update(KEYS.EndpointSlice, namespace, name, change)) continue;
    store.create(KEYS.EndpointSlice, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${owner.metadata.name}-${randomSuffix()}`,
        generateName: `${owner.metadata.name}-`,
        namespace,
        labels: { ...labels },
        ownerReferences: [controllerReference(owner)],
      },
      addressType: 'IPv4',
      ...content,
    });
  }
  for (const name of spare) store.delete(KEYS.EndpointSlice, namespace, name);
}

interface Subset {
  readonly addresses?: readonly { readonly ip: string }[];
  readonly notReadyAddresses?: readonly { readonly ip: string }[];
  readonly ports?: readonly EndpointPort[];
}

/** Copies Endpoints that somebody writes by hand, for a service without selector, into slices. */
export const sliceMirroring: Controller = {
  name: 'endpointslice-mirroring',
  watches: [
    { key: KEYS.Endpoints, map: itself },
    { key: KEYS.Service, map: itself },
  ],
  reconcile(context, namespace, name) {
    const { store } = context;
    const service = store.get(KEYS.Service, namespace, name) as Service | undefined;
    const endpoints = store.get(KEYS.Endpoints, namespace, name);
    if (!service || !endpoints || Object.keys(service.spec.selector ?? {}).length > 0) return undefined;
    if (service.metadata.namespace === 'default' && service.metadata.name === 'kubernetes') return undefined;
    const groups = ((endpoints['subsets'] ?? []) as Subset[]).map(
      ({ addresses = [], notReadyAddresses = [], ports = [] }) => ({
        ports: named(ports),
        endpoints: [
          ...addresses.map(({ ip }) => ({ addresses: [ip], conditions: { ready: true } })),
          ...notReadyAddresses.map(({ ip }) => ({ addresses: [ip], conditions: { ready: false } })),
        ],
      }),
    );
    const labels = {
      ...endpoints.metadata.labels,
      [MANAGED_BY]: 'endpointslicemirroring-controller.k8s.io',
      [SERVICE_NAME]: name,
    };
    reconcileSlices(context, endpoints, groups, labels);
    return undefined;
  },
};
