import type {
  Endpoints,
  PodTemplateSpec,
  ReplicationControllerSpec,
  ReplicationControllerStatus,
  ResourceQuotaStatus,
} from 'kubernetes-types/core/v1';
import { objectsIn, textAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { EVENT_COLUMNS, EVENT_FIELDS } from './event-columns.ts';
import { nodes } from './node-resource.ts';
import { pods } from './pod-resource.ts';
import {
  AGE,
  ALL_VERBS,
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
import { services } from './service-resource.ts';
import { containerImages, containerNames } from './template-text.ts';
import { VOLUME_RESOURCES } from './volume-resources.ts';

type Workload = DemoObject & { spec: ReplicationControllerSpec; status?: ReplicationControllerStatus };

const dataCount = (object: DemoObject) =>
  Object.keys((object['data'] ?? {}) as object).length + Object.keys((object['binaryData'] ?? {}) as object).length;

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

function quotaText(object: DemoObject, of: (resource: string) => boolean): string {
  const status = object['status'] as ResourceQuotaStatus | undefined;
  return Object.keys(status?.hard ?? {})
    .sort()
    .filter(of)
    .map((name) => `${name}: ${status?.used?.[name] ?? '0'}/${status?.hard?.[name]}`)
    .join(', ');
}

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

const core = { group: '', versions: ['v1'], verbs: ALL_VERBS, subresources: [], namespaced: true } as const;

/** Long deprecated, and still the same three parts for everybody who asks. */
const componentStatuses = () =>
  ['controller-manager', 'etcd-0', 'scheduler'].map(
    (name): DemoObject => ({
      kind: 'ComponentStatus',
      apiVersion: 'v1',
      metadata: { name } as DemoObject['metadata'],
      conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
    }),
  );

const health = (component: DemoObject) =>
  objectsIn(component, 'conditions').find((condition) => condition['type'] === 'Healthy');

export const CORE_RESOURCES: readonly ResourceType[] = [
  {
    ...core,
    plural: 'bindings',
    singular: 'binding',
    kind: 'Binding',
    verbs: CREATE_ONLY,
    columns: [NAME, AGE],
  },
  {
    ...core,
    plural: 'componentstatuses',
    singular: 'componentstatus',
    kind: 'ComponentStatus',
    shortNames: ['cs'],
    namespaced: false,
    verbs: ['get', 'list'],
    deprecations: { v1: 'v1 ComponentStatus is deprecated in v1.19+' },
    columns: [
      NAME,
      column('Status', (o) => (textAt(health(o), 'status') === 'True' ? 'Healthy' : 'Unhealthy')),
      column('Message', (o) => textAt(health(o), 'message')),
      column('Error', (o) => textAt(health(o), 'error')),
    ],
    computed: componentStatuses,
  },
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
    deprecations: { v1: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice' },
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
  ...VOLUME_RESOURCES,
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
