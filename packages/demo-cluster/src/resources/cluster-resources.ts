import { objectsIn, textAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';

import { EVENT_COLUMNS, EVENT_FIELDS } from './event-columns.ts';
import { toCoreEvent, toNewEvent } from './event-conversion.ts';
import { AGE, ALL_VERBS, CREATED_AT, column, NAME, type ResourceType, STATUS } from './resource-type.ts';

const clusterWide = { versions: ['v1'], namespaced: false, verbs: ALL_VERBS, subresources: [] } as const;
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
];
