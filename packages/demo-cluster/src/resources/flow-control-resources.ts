import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { AGE, ALL_VERBS, column, NAME, type ResourceType, STATUS } from './resource-type.ts';

const flowControl = {
  group: 'flowcontrol.apiserver.k8s.io',
  versions: ['v1'],
  namespaced: false,
  verbs: ALL_VERBS,
  generation: true,
} as const;

function textOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : '<none>';
}

function truthOfCondition(object: DemoObject, type: string): string {
  const condition = objectsIn(object, 'status', 'conditions').find((c) => c['type'] === type);
  return condition ? String(condition['status']) : '?';
}

export const FLOW_CONTROL_RESOURCES: readonly ResourceType[] = [
  {
    ...flowControl,
    plural: 'flowschemas',
    singular: 'flowschema',
    kind: 'FlowSchema',
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
    ...flowControl,
    plural: 'prioritylevelconfigurations',
    singular: 'prioritylevelconfiguration',
    kind: 'PriorityLevelConfiguration',
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
