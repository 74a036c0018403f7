import { parseQuantity } from '@quarterdeck/shared/quantity';
import { Server } from 'lucide-react';
import { listAt, textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind, type ExtraColumn, type RowView } from './define-kind.ts';
import { loadColumns } from './node/load-columns.ts';
import { isAiling, nodeHealth, nodeRoles, nodeSentence, pressures } from './node/node-status.ts';
import { listField, textField } from './row-fields.ts';
import { tableSection } from './table-section.ts';

const TYPES = 'status.conditions[*].type';
const STATUSES = 'status.conditions[*].status';
const TAINT = ['spec.taints[*].key', 'spec.taints[*].value', 'spec.taints[*].effect'] as const;

export default defineKind({
  resources: ['v1/nodes'],
  group: 'cluster',
  order: 10,
  icon: Server,
  goKey: 'n',
  fields: [TYPES, STATUSES],
  columns: [
    {
      id: 'pressure',
      header: 'Pressure',
      title: 'list.pressure',
      fields: [TYPES, STATUSES],
      text: (view) => pressures(view.field(TYPES), view.field(STATUSES)).join(', '),
    },
    { id: 'taints', header: 'Taints', title: 'list.taints', fields: TAINT, text: taintsText },
    amountColumn('cpu', 'CPU', 'list.cpu', String),
    amountColumn('memory', 'Memory', 'list.memory', inGibibytes),
    { ...amountColumn('pods', 'Max Pods', 'list.pods', String), wide: true },
    ...loadColumns,
  ],
  beside: () => import('./node/node-loads.ts'),
  statusColumn: 'Status',
  health: (view) => nodeHealth(view.cell('Status'), view.field(TYPES), view.field(STATUSES)),
  statusSentence: nodeSentence,
  facts: (node) => [
    { label: 'fact.roles', value: nodeRoles(node).join(', ') },
    {
      label: 'fact.pods',
      value: {
        text: `spec.nodeName=${node.metadata.name}`,
        words: 'cell.pods',
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
  ],
  sections: [
    {
      id: 'diagnosis',
      title: 'section.diagnosis',
      content: { component: lazyWithWords(['nodes', 'problems'], () => import('./node/diagnosis-section.tsx')) },
      applies: isAiling,
    },
    {
      id: 'allocated',
      title: 'section.allocated',
      content: {
        component: lazyWithWords(['sections', 'nodes', 'problems'], () => import('./node/allocated-section.tsx')),
      },
    },
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
    {
      id: 'evictions',
      title: 'section.evictions',
      content: { component: lazyWithWords(['nodes', 'problems'], () => import('./node/evictions-section.tsx')) },
      applies: (node) => listAt(node, 'spec.taints').some((taint) => textAt(taint, 'effect') === 'NoExecute'),
    },
    {
      id: 'system',
      title: 'section.system',
      content: { component: lazyWithWords(['sections', 'problems'], () => import('./node/system-section.tsx')) },
    },
    {
      id: 'images',
      title: 'section.images',
      content: { component: lazyWithWords(['sections'], () => import('./node/images-section.tsx')) },
      applies: (node) => listAt(node, 'status.images').length > 0,
    },
  ],
  deletion: {
    takes: 'deletion.node.takes',
    bringsBack: 'deletion.node.back',
    look: () => import('./node/deletion-look.ts'),
  },
});

/** What a node has for pods: its allocatable amount. */
function amountColumn(name: string, header: string, title: string, show: (amount: string) => string): ExtraColumn {
  const path = `status.allocatable.${name}`;
  return {
    id: `allocatable-${name}`,
    header,
    title,
    align: 'end',
    fields: [path],
    text: (view) => show(textField(view, path)),
    sortValue: (view) => parseQuantity(textField(view, path)) ?? Number.NaN,
  };
}

function inGibibytes(amount: string): string {
  const bytes = parseQuantity(amount);
  return bytes === undefined ? amount : `${(bytes / 2 ** 30).toFixed(1)}Gi`;
}

/** "dedicated=db:NoSchedule, …" as kubectl describe writes them */
function taintsText(view: RowView): string {
  const [keys, values, effects] = TAINT.map((path) => listField(view, path));
  return (keys ?? []).map((key, i) => `${key}${values?.[i] ? `=${values[i]}` : ''}:${effects?.[i] ?? ''}`).join(', ');
}
