import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';

import { EVENT_COLUMNS, EVENT_FIELDS } from './event-columns.ts';
import { toCoreEvent, toNewEvent } from './event-conversion.ts';
import { AGE, ALL_VERBS, CREATED_AT, column, NAME, type ResourceType, STATUS } from './resource-type.ts';

const clusterWide = { versions: ['v1'], namespaced: false, verbs: ALL_VERBS, subresources: [] } as const;
const storage = { ...clusterWide, group: 'storage.k8s.io' } as const;
const admission = {
  ...clusterWide,
  group: 'admissionregistration.k8s.io',
  categories: ['api-extensions'],
  generation: true,
};

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';
const webhooks = column('Webhooks', (o) => objectsIn(o, 'webhooks').length, 'integer');

function serviceOf(object: DemoObject): string {
  const name = textAt(object, 'spec', 'service', 'name');
  return name === '' ? 'Local' : `${textAt(object, 'spec', 'service', 'namespace')}/${name}`;
}

function availability(object: DemoObject): string {
  const condition = objectsIn(object, 'status', 'conditions').find((c) => c['type'] === 'Available');
  if (!condition) return 'Unknown';
  return condition['status'] === 'True' ? 'True' : `${condition['status']} (${condition['reason']})`;
}

export const CLUSTER_RESOURCES: readonly ResourceType[] = [
  {
    ...clusterWide,
    group: 'apiregistration.k8s.io',
    plural: 'apiservices',
    singular: 'apiservice',
    kind: 'APIService',
    categories: ['api-extensions'],
    subresources: [STATUS('APIService')],
    columns: [NAME, column('Service', serviceOf), column('Available', availability), AGE],
  },
  {
    ...clusterWide,
    group: 'events.k8s.io',
    plural: 'events',
    singular: 'event',
    kind: 'Event',
    shortNames: ['ev'],
    namespaced: true,
    columns: EVENT_COLUMNS,
    fields: EVENT_FIELDS,
    storedAs: { group: '', resource: 'events' },
    convert: { fromStored: toNewEvent, toStored: toCoreEvent },
  },
  {
    ...storage,
    plural: 'csidrivers',
    singular: 'csidriver',
    kind: 'CSIDriver',
    columns: [
      NAME,
      column('AttachRequired', (o) => valueAt(o, 'spec', 'attachRequired') !== false, 'boolean'),
      column('PodInfoOnMount', (o) => valueAt(o, 'spec', 'podInfoOnMount') === true, 'boolean'),
      column('StorageCapacity', (o) => valueAt(o, 'spec', 'storageCapacity') === true, 'boolean'),
      AGE,
    ],
  },
  {
    ...storage,
    plural: 'csinodes',
    singular: 'csinode',
    kind: 'CSINode',
    columns: [NAME, column('Drivers', (o) => objectsIn(o, 'spec', 'drivers').length, 'integer'), AGE],
  },
  {
    ...storage,
    plural: 'storageclasses',
    singular: 'storageclass',
    kind: 'StorageClass',
    shortNames: ['sc'],
    columns: [
      {
        ...NAME,
        cell: ({ metadata }) =>
          metadata.annotations?.[IS_DEFAULT] === 'true' ? `${metadata.name} (default)` : metadata.name,
      },
      column('Provisioner', (o) => textAt(o, 'provisioner')),
      column('ReclaimPolicy', (o) => textAt(o, 'reclaimPolicy') || 'Delete'),
      column('VolumeBindingMode', (o) => textAt(o, 'volumeBindingMode') || 'Immediate'),
      column('AllowVolumeExpansion', (o) => (o['allowVolumeExpansion'] === true ? 'true' : 'false'), 'string'),
      AGE,
    ],
  },
  {
    ...storage,
    plural: 'volumeattachments',
    singular: 'volumeattachment',
    kind: 'VolumeAttachment',
    subresources: [STATUS('VolumeAttachment')],
    columns: [
      NAME,
      column('Attacher', (o) => textAt(o, 'spec', 'attacher')),
      column('PV', (o) => textAt(o, 'spec', 'source', 'persistentVolumeName')),
      column('Node', (o) => textAt(o, 'spec', 'nodeName')),
      column('Attached', (o) => valueAt(o, 'status', 'attached') === true, 'boolean'),
      AGE,
    ],
  },
  {
    ...admission,
    plural: 'mutatingwebhookconfigurations',
    singular: 'mutatingwebhookconfiguration',
    kind: 'MutatingWebhookConfiguration',
    columns: [NAME, webhooks, AGE],
  },
  {
    ...admission,
    plural: 'validatingadmissionpolicies',
    singular: 'validatingadmissionpolicy',
    kind: 'ValidatingAdmissionPolicy',
    subresources: [STATUS('ValidatingAdmissionPolicy')],
    columns: [
      NAME,
      column('Validations', (o) => objectsIn(o, 'spec', 'validations').length, 'integer'),
      column('ParamKind', (o) => {
        const kind = textAt(o, 'spec', 'paramKind', 'kind');
        return kind === '' ? '<unset>' : `${textAt(o, 'spec', 'paramKind', 'apiVersion')}/${kind}`;
      }),
      AGE,
    ],
  },
  {
    ...admission,
    plural: 'validatingadmissionpolicybindings',
    singular: 'validatingadmissionpolicybinding',
    kind: 'ValidatingAdmissionPolicyBinding',
    columns: [
      NAME,
      column('PolicyName', (o) => textAt(o, 'spec', 'policyName')),
      column('ParamRef', (o) => {
        const name = textAt(o, 'spec', 'paramRef', 'name');
        const namespace = textAt(o, 'spec', 'paramRef', 'namespace') || '*';
        return name === '' ? '<unset>' : `${namespace}/${name}`;
      }),
      AGE,
    ],
  },
  {
    ...admission,
    plural: 'validatingwebhookconfigurations',
    singular: 'validatingwebhookconfiguration',
    kind: 'ValidatingWebhookConfiguration',
    columns: [NAME, webhooks, AGE],
  },
  {
    ...clusterWide,
    group: 'apiextensions.k8s.io',
    plural: 'customresourcedefinitions',
    singular: 'customresourcedefinition',
    kind: 'CustomResourceDefinition',
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    generation: true,
    subresources: [STATUS('CustomResourceDefinition')],
    columns: [NAME, CREATED_AT],
  },
  {
    ...clusterWide,
    group: 'scheduling.k8s.io',
    plural: 'priorityclasses',
    singular: 'priorityclass',
    kind: 'PriorityClass',
    shortNames: ['pc'],
    generation: true,
    columns: [
      NAME,
      column('Value', (o) => (typeof o['value'] === 'number' ? o['value'] : 0), 'integer'),
      column('Global-Default', (o) => o['globalDefault'] === true, 'boolean'),
      AGE,
      column('PreemptionPolicy', (o) => textAt(o, 'preemptionPolicy') || 'PreemptLowerPriority'),
    ],
  },
  {
    ...clusterWide,
    group: 'coordination.k8s.io',
    plural: 'leases',
    singular: 'lease',
    kind: 'Lease',
    namespaced: true,
    columns: [NAME, column('Holder', (o) => textAt(o, 'spec', 'holderIdentity')), AGE],
  },
  {
    ...clusterWide,
    group: 'node.k8s.io',
    plural: 'runtimeclasses',
    singular: 'runtimeclass',
    kind: 'RuntimeClass',
    columns: [NAME, column('Handler', (o) => textAt(o, 'handler')), AGE],
  },
  {
    ...clusterWide,
    group: 'flowcontrol.apiserver.k8s.io',
    plural: 'flowschemas',
    singular: 'flowschema',
    kind: 'FlowSchema',
    generation: true,
    subresources: [STATUS('FlowSchema')],
    columns: [
      NAME,
      column('PriorityLevel', (o) => textAt(o, 'spec', 'priorityLevelConfiguration', 'name')),
      column('MatchingPrecedence', (o) => Number(valueAt(o, 'spec', 'matchingPrecedence') ?? 0), 'integer'),
      column('DistinguisherMethod', (o) => textAt(o, 'spec', 'distinguisherMethod', 'type') || '<none>'),
      AGE,
      column('MissingPL', (o) => truthOfCondition(o, 'Dangling')),
    ],
  },
  {
    ...clusterWide,
    group: 'flowcontrol.apiserver.k8s.io',
    plural: 'prioritylevelconfigurations',
    singular: 'prioritylevelconfiguration',
    kind: 'PriorityLevelConfiguration',
    generation: true,
    subresources: [STATUS('PriorityLevelConfiguration')],
    columns: [
      NAME,
      column('Type', (o) => textAt(o, 'spec', 'type')),
      column('NominalConcurrencyShares', (o) => textOf(valueAt(o, 'spec', 'limited', 'nominalConcurrencyShares'))),
      column('Queues', (o) => textOf(valueAt(o, 'spec', 'limited', 'limitResponse', 'queuing', 'queues'))),
      column('HandSize', (o) => textOf(valueAt(o, 'spec', 'limited', 'limitResponse', 'queuing', 'handSize'))),
      column('QueueLengthLimit', (o) =>
        textOf(valueAt(o, 'spec', 'limited', 'limitResponse', 'queuing', 'queueLengthLimit')),
      ),
      AGE,
    ],
  },
];

function textOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : '<none>';
}

function truthOfCondition(object: DemoObject, type: string): string {
  const condition = objectsIn(object, 'status', 'conditions').find((c) => c['type'] === type);
  return condition ? String(condition['status']) : '?';
}
