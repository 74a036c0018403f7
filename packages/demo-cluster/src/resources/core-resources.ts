import type {
  Event as CoreEvent,
  Endpoints,
  NodeSpec,
  NodeStatus,
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimStatus,
  PersistentVolumeSpec,
  PersistentVolumeStatus,
  PodTemplateSpec,
  ReplicationControllerSpec,
  ReplicationControllerStatus,
  ResourceQuotaStatus,
  ServiceSpec,
  ServiceStatus,
} from 'kubernetes-types/core/v1';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { type Pod, podWords } from './pod-words.ts';
import {
  AGE,
  ALL_VERBS,
  ageOf,
  type CellContext,
  CREATE_ONLY,
  CREATED_AT,
  column,
  labelText,
  NAME,
  orNone,
  type ResourceType,
  SCALE,
  STATUS,
  wide,
} from './resource-type.ts';

type Workload = DemoObject & { spec: ReplicationControllerSpec; status?: ReplicationControllerStatus };
type Service = DemoObject & { spec: ServiceSpec; status?: ServiceStatus };
type Node = DemoObject & { spec: NodeSpec; status?: NodeStatus };
type Volume = DemoObject & { spec: PersistentVolumeSpec; status?: PersistentVolumeStatus };
type Claim = DemoObject & { spec: PersistentVolumeClaimSpec; status?: PersistentVolumeClaimStatus };

/** Names and images of a pod template, for the wide columns of workloads. */
export const containerNames = (template: PodTemplateSpec | undefined) =>
  (template?.spec?.containers ?? []).map((c) => c.name).join(',');
export const containerImages = (template: PodTemplateSpec | undefined) =>
  (template?.spec?.containers ?? []).map((c) => c.image ?? '').join(',');

const dataCount = (object: DemoObject) =>
  Object.keys((object['data'] ?? {}) as object).length + Object.keys((object['binaryData'] ?? {}) as object).length;

const PROXY_VERBS = ['create', 'delete', 'get', 'patch', 'update'];
const CONNECT_VERBS = ['create', 'get'];

const podWord = (word: 'ready' | 'status' | 'restarts') => (pod: Pod, context: CellContext) =>
  podWords(pod, context.now)[word];

const pods: ResourceType<Pod> = {
  group: '',
  versions: ['v1'],
  plural: 'pods',
  singular: 'pod',
  kind: 'Pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: CONNECT_VERBS },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', kind: 'Eviction', verbs: ['create'], group: 'policy', version: 'v1' },
    { name: 'exec', kind: 'PodExecOptions', verbs: CONNECT_VERBS },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: CONNECT_VERBS },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: PROXY_VERBS },
    { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    STATUS('Pod'),
  ],
  columns: [
    NAME,
    column('Ready', podWord('ready')),
    column('Status', podWord('status')),
    column('Restarts', podWord('restarts')),
    AGE,
    wide('IP', (pod) => orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP)),
    wide('Node', (pod) => orNone(pod.spec.nodeName)),
    wide('Nominated Node', (pod) => orNone(pod.status?.nominatedNodeName)),
    wide('Readiness Gates', (pod) => {
      const gates = pod.spec.readinessGates ?? [];
      if (gates.length === 0) return '<none>';
      const isTrue = (type: string) => pod.status?.conditions?.some((c) => c.type === type && c.status === 'True');
      return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`;
    }),
  ],
  fields: {
    'spec.nodeName': (pod) => pod.spec.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec.hostNetwork ?? false),
    'status.phase': (pod) => pod.status?.phase ?? '',
    'status.podIP': (pod) => pod.status?.podIP ?? '',
    'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
  },
};

function portsText(service: Service): string {
  return orNone(
    (service.spec.ports ?? [])
      .map((p) => `${p.port}${p.nodePort ? `:${p.nodePort}` : ''}/${p.protocol ?? 'TCP'}`)
      .join(','),
  );
}

function externalIp({ spec, status }: Service): string {
  const fixed = (spec.externalIPs ?? []).join(',');
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  if (spec.type !== 'LoadBalancer') return orNone(fixed);
  const given = (status?.loadBalancer?.ingress ?? []).map((i) => i.ip ?? i.hostname ?? '').join(',');
  return [given, fixed].filter((part) => part !== '').join(',') || '<pending>';
}

const services: ResourceType<Service> = {
  group: '',
  versions: ['v1'],
  plural: 'services',
  singular: 'service',
  kind: 'Service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  verbs: ALL_VERBS,
  subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: PROXY_VERBS }, STATUS('Service')],
  columns: [
    NAME,
    column('Type', (s) => s.spec.type ?? 'ClusterIP'),
    column('Cluster-IP', (s) => orNone(s.spec.clusterIP)),
    column('External-IP', externalIp),
    column('Port(s)', portsText),
    AGE,
    wide('Selector', (s) => labelText(s.spec.selector)),
  ],
  fields: { 'spec.clusterIP': (s) => s.spec.clusterIP ?? '', 'spec.type': (s) => s.spec.type ?? '' },
};

function endpointsText(object: DemoObject): string {
  const { subsets } = object as DemoObject & Pick<Endpoints, 'subsets'>;
  const all = (subsets ?? []).flatMap((subset) =>
    (subset.addresses ?? []).flatMap((address) =>
      subset.ports?.length ? subset.ports.map((port) => `${address.ip}:${port.port}`) : [address.ip],
    ),
  );
  const more = all.length > 3 ? ` + ${all.length - 3} more...` : '';
  return orNone(`${all.slice(0, 3).join(',')}${more}`);
}

const NODE_ROLE = 'node-role.kubernetes.io/';

function nodeStatus(node: Node): string {
  const ready = node.status?.conditions?.find((c) => c.type === 'Ready');
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'];
  if (node.spec?.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

function nodeRoles({ metadata: { labels = {} } }: Node): string {
  const roles = Object.keys(labels)
    .filter((key) => key.startsWith(NODE_ROLE) && key.length > NODE_ROLE.length)
    .map((key) => key.slice(NODE_ROLE.length));
  if (labels['kubernetes.io/role']) roles.push(labels['kubernetes.io/role']);
  return orNone([...new Set(roles)].sort().join(','));
}

const addressOf = (node: Node, type: string) => orNone(node.status?.addresses?.find((a) => a.type === type)?.address);
const info = (field: keyof NonNullable<NodeStatus['nodeInfo']>) => (node: Node) =>
  String(node.status?.nodeInfo?.[field] || '<unknown>');

const nodes: ResourceType<Node> = {
  group: '',
  versions: ['v1'],
  plural: 'nodes',
  singular: 'node',
  kind: 'Node',
  shortNames: ['no'],
  namespaced: false,
  verbs: ALL_VERBS,
  subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: PROXY_VERBS }, STATUS('Node')],
  columns: [
    NAME,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    AGE,
    column('Version', (node) => node.status?.nodeInfo?.kubeletVersion ?? ''),
    wide('Internal-IP', (node) => addressOf(node, 'InternalIP')),
    wide('External-IP', (node) => addressOf(node, 'ExternalIP')),
    wide('OS-Image', info('osImage')),
    wide('Kernel-Version', info('kernelVersion')),
    wide('Container-Runtime', info('containerRuntimeVersion')),
  ],
  fields: { 'spec.unschedulable': (node) => String(node.spec?.unschedulable ?? false) },
};

/** Access modes in kubectl's short forms: "RWO,ROX". */
const MODE = new Map([
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
]);
const modesText = (modes: readonly string[] | undefined) =>
  (modes ?? []).map((mode) => MODE.get(mode) ?? mode).join(',');
const terminatingOr = (object: DemoObject, phase: string | undefined) =>
  object.metadata.deletionTimestamp ? 'Terminating' : (phase ?? '');

const persistentvolumes: ResourceType<Volume> = {
  group: '',
  versions: ['v1'],
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  kind: 'PersistentVolume',
  shortNames: ['pv'],
  namespaced: false,
  verbs: ALL_VERBS,
  subresources: [STATUS('PersistentVolume')],
  columns: [
    NAME,
    column('Capacity', (pv) => pv.spec.capacity?.['storage'] ?? ''),
    column('Access Modes', (pv) => modesText(pv.spec.accessModes)),
    column('Reclaim Policy', (pv) => pv.spec.persistentVolumeReclaimPolicy ?? ''),
    column('Status', (pv) => terminatingOr(pv, pv.status?.phase)),
    column('Claim', (pv) => (pv.spec.claimRef ? `${pv.spec.claimRef.namespace}/${pv.spec.claimRef.name}` : '')),
    column('StorageClass', (pv) => pv.spec.storageClassName ?? ''),
    column('VolumeAttributesClass', (pv) => textAt(pv, 'spec', 'volumeAttributesClassName') || '<unset>'),
    column('Reason', (pv) => pv.status?.reason ?? ''),
    AGE,
    wide('VolumeMode', (pv) => pv.spec.volumeMode ?? '<unset>'),
  ],
};

const persistentvolumeclaims: ResourceType<Claim> = {
  group: '',
  versions: ['v1'],
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  kind: 'PersistentVolumeClaim',
  shortNames: ['pvc'],
  namespaced: true,
  verbs: ALL_VERBS,
  subresources: [STATUS('PersistentVolumeClaim')],
  columns: [
    NAME,
    column('Status', (pvc) => terminatingOr(pvc, pvc.status?.phase)),
    column('Volume', (pvc) => pvc.spec.volumeName ?? ''),
    column('Capacity', (pvc) => (pvc.spec.volumeName ? (pvc.status?.capacity?.['storage'] ?? '') : '')),
    column('Access Modes', (pvc) => (pvc.spec.volumeName ? modesText(pvc.status?.accessModes) : '')),
    column('StorageClass', (pvc) => pvc.spec.storageClassName ?? ''),
    column('VolumeAttributesClass', (pvc) => textAt(pvc, 'spec', 'volumeAttributesClassName') || '<unset>'),
    AGE,
    wide('VolumeMode', (pvc) => pvc.spec.volumeMode ?? '<unset>'),
  ],
};

const replicationcontrollers: ResourceType<Workload> = {
  group: '',
  versions: ['v1'],
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  kind: 'ReplicationController',
  shortNames: ['rc'],
  categories: ['all'],
  namespaced: true,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [SCALE, STATUS('ReplicationController')],
  columns: [
    NAME,
    column('Desired', (rc) => rc.spec.replicas ?? 0, 'integer'),
    column('Current', (rc) => rc.status?.replicas ?? 0, 'integer'),
    column('Ready', (rc) => rc.status?.readyReplicas ?? 0, 'integer'),
    AGE,
    wide('Containers', (rc) => containerNames(rc.spec.template)),
    wide('Images', (rc) => containerImages(rc.spec.template)),
    wide('Selector', (rc) => labelText(rc.spec.selector)),
  ],
  fields: { 'status.replicas': (rc) => String(rc.status?.replicas ?? 0) },
};

function quotaText(object: DemoObject, of: (resource: string) => boolean): string {
  const status = object['status'] as ResourceQuotaStatus | undefined;
  return Object.keys(status?.hard ?? {})
    .sort()
    .filter(of)
    .map((name) => `${name}: ${status?.used?.[name] ?? '0'}/${status?.hard?.[name]}`)
    .join(', ');
}

/** Columns of events, for both of their groups. */
export const EVENT_COLUMNS: ResourceType['columns'] = [
  column('Last Seen', (event, { now }) => ageOf(lastSeen(event), now)),
  column('Type', (event) => textAt(event, 'type')),
  column('Reason', (event) => textAt(event, 'reason')),
  column('Object', (event) => {
    const kind = textAt(event, 'involvedObject', 'kind').toLowerCase();
    const name = textAt(event, 'involvedObject', 'name');
    return name === '' ? kind : `${kind}/${name}`;
  }),
  wide('Subobject', (event) => textAt(event, 'involvedObject', 'fieldPath')),
  wide('Source', (event) => {
    const component = textAt(event, 'source', 'component') || textAt(event, 'reportingComponent');
    const host = textAt(event, 'source', 'host') || textAt(event, 'reportingInstance');
    return host === '' || host === component ? component : `${component}, ${host}`;
  }),
  column('Message', (event) => textAt(event, 'message').trim()),
  wide('First Seen', (event, { now }) => ageOf(textAt(event, 'firstTimestamp') || textAt(event, 'eventTime'), now)),
  wide('Count', (event) => {
    const series = valueAt(event, 'series', 'count');
    const count = typeof series === 'number' ? series : valueAt(event, 'count');
    return typeof count === 'number' && count > 0 ? String(count) : '1';
  }),
  { ...NAME, priority: 1 },
];

const lastSeen = (event: DemoObject) =>
  textAt(event, 'series', 'lastObservedTime') ||
  textAt(event, 'lastTimestamp') ||
  textAt(event, 'firstTimestamp') ||
  textAt(event, 'eventTime');

const involved = (field: string) => (event: DemoObject) => textAt(event, 'involvedObject', field);

/** Stored as v1 Events; CoreEvent's shape is the stored one. */
export const EVENT_FIELDS: Record<string, (event: DemoObject) => string> = {
  ...Object.fromEntries(
    (
      [
        'kind',
        'namespace',
        'name',
        'uid',
        'apiVersion',
        'resourceVersion',
        'fieldPath',
      ] as const satisfies readonly (keyof CoreEvent['involvedObject'])[]
    ).map((field) => [`involvedObject.${field}`, involved(field)]),
  ),
  reason: (event) => textAt(event, 'reason'),
  type: (event) => textAt(event, 'type'),
  source: (event) => textAt(event, 'source', 'component') || textAt(event, 'reportingComponent'),
  reportingComponent: (event) => textAt(event, 'reportingComponent'),
};

const core = { group: '', versions: ['v1'], verbs: ALL_VERBS, subresources: [], namespaced: true } as const;

export const CORE_RESOURCES: readonly ResourceType[] = [
  { ...core, plural: 'bindings', singular: 'binding', kind: 'Binding', verbs: CREATE_ONLY, columns: [] },
  {
    ...core,
    plural: 'configmaps',
    singular: 'configmap',
    kind: 'ConfigMap',
    shortNames: ['cm'],
    columns: [NAME, column('Data', (o) => String(dataCount(o))), AGE],
  },
  {
    ...core,
    plural: 'endpoints',
    singular: 'endpoints',
    kind: 'Endpoints',
    shortNames: ['ep'],
    columns: [NAME, column('Endpoints', endpointsText), AGE],
  },
  {
    ...core,
    plural: 'events',
    singular: 'event',
    kind: 'Event',
    shortNames: ['ev'],
    columns: EVENT_COLUMNS,
    fields: EVENT_FIELDS,
  },
  {
    ...core,
    plural: 'limitranges',
    singular: 'limitrange',
    kind: 'LimitRange',
    shortNames: ['limits'],
    columns: [NAME, CREATED_AT],
  },
  {
    ...core,
    plural: 'namespaces',
    singular: 'namespace',
    kind: 'Namespace',
    shortNames: ['ns'],
    namespaced: false,
    verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
    subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }, STATUS('Namespace')],
    columns: [NAME, column('Status', (o) => textAt(o, 'status', 'phase')), AGE],
    fields: { 'status.phase': (o) => textAt(o, 'status', 'phase') },
  },
  nodes,
  persistentvolumeclaims,
  persistentvolumes,
  pods,
  {
    ...core,
    plural: 'podtemplates',
    singular: 'podtemplate',
    kind: 'PodTemplate',
    generation: true,
    columns: [
      NAME,
      column('Containers', (o) => containerNames(o['template'] as PodTemplateSpec | undefined)),
      column('Images', (o) => containerImages(o['template'] as PodTemplateSpec | undefined)),
      column('Pod Labels', (o) => labelText((o['template'] as PodTemplateSpec | undefined)?.metadata?.labels)),
    ],
  },
  replicationcontrollers,
  {
    ...core,
    plural: 'resourcequotas',
    singular: 'resourcequota',
    kind: 'ResourceQuota',
    shortNames: ['quota'],
    subresources: [STATUS('ResourceQuota')],
    columns: [
      NAME,
      column('Request', (o) => quotaText(o, (resource) => !resource.startsWith('limits.'))),
      column('Limit', (o) => quotaText(o, (resource) => resource.startsWith('limits.'))),
      AGE,
    ],
  },
  {
    ...core,
    plural: 'secrets',
    singular: 'secret',
    kind: 'Secret',
    columns: [NAME, column('Type', (o) => textAt(o, 'type')), column('Data', (o) => String(dataCount(o))), AGE],
    fields: { type: (o) => textAt(o, 'type') },
  },
  {
    ...core,
    plural: 'serviceaccounts',
    singular: 'serviceaccount',
    kind: 'ServiceAccount',
    shortNames: ['sa'],
    subresources: [
      { name: 'token', kind: 'TokenRequest', verbs: ['create'], group: 'authentication.k8s.io', version: 'v1' },
    ],
    columns: [NAME, column('Secrets', (o) => String(objectsIn(o, 'secrets').length)), AGE],
  },
  services,
];
