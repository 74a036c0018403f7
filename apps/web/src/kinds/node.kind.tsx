import { Server } from 'lucide-react';
import { entriesAt, listAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { nodeHealth, nodeRoles, nodeSentence } from './node/node-status.ts';
import { tableSection } from './table-section.ts';

export default defineKind({
  resources: ['v1/nodes'],
  group: 'cluster',
  order: 10,
  icon: Server,
  fields: ['status.conditions[*].type', 'status.conditions[*].status'],
  statusColumn: 'Status',
  health: (view) =>
    nodeHealth(view.cell('Status'), view.field('status.conditions[*].type'), view.field('status.conditions[*].status')),
  statusSentence: nodeSentence,
  facts: (node) => [
    { label: 'fact.roles', value: nodeRoles(node).join(', ') },
    {
      label: 'fact.pods',
      value: {
        text: `spec.nodeName=${node.metadata.name}`,
        to: { group: '', kind: 'Pod', fieldSelector: `spec.nodeName=${node.metadata.name}` },
      },
    },
    {
      label: 'fact.addresses',
      value: listAt(node, 'status.addresses').map((item) => `${textAt(item, 'type')}: ${textAt(item, 'address')}`),
    },
    { label: 'fact.unschedulable', value: textAt(node, 'spec.unschedulable') },
    { label: 'fact.podCIDR', value: textAt(node, 'spec.podCIDR') },
    { label: 'fact.providerID', value: textAt(node, 'spec.providerID') },
    ...['kubeletVersion', 'containerRuntimeVersion', 'osImage', 'kernelVersion', 'operatingSystem', 'architecture'].map(
      (name) => ({ label: `fact.${name}`, value: textAt(node, `status.nodeInfo.${name}`) }),
    ),
  ],
  sections: [
    tableSection({
      id: 'resources',
      columns: ['col.resource', 'col.capacity', 'col.allocatable'],
      rows: (node) =>
        entriesAt(node, 'status.capacity').map(([name, capacity]) => [
          name,
          String(capacity),
          String(Object.fromEntries(entriesAt(node, 'status.allocatable'))[name] ?? ''),
        ]),
    }),
    tableSection({
      id: 'taints',
      columns: ['col.key', 'col.value', 'col.effect'],
      rows: (node) =>
        listAt(node, 'spec.taints').map((taint) => [
          textAt(taint, 'key'),
          textAt(taint, 'value'),
          textAt(taint, 'effect'),
        ]),
    }),
  ],
});
