import { FolderTree } from 'lucide-react';
import { textAt, textsAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind, type RowView } from './define-kind.ts';
import { listField } from './row-fields.ts';

const CONDITION = ['type', 'status', 'message'].map((part) => `status.conditions[*].${part}`);

export default defineKind({
  resources: ['v1/namespaces'],
  group: 'cluster',
  order: 20,
  icon: FolderTree,
  goKey: 'm',
  columns: [{ id: 'kept-by', header: 'Kept By', title: 'list.keptBy', fields: CONDITION, text: keptBy }],
  statusColumn: 'Status',
  health: (view) => (view.cell('Status') === 'Active' ? 'ok' : 'progressing'),
  statusSentence: (namespace) => textAt(namespace, 'status.phase'),
  facts: (namespace) => {
    const { name } = namespace.metadata;
    const lists = [
      ['', 'Pod'],
      ['apps', 'Deployment'],
      ['', 'Service'],
      ['', 'Event'],
    ] as const;
    return [
      {
        label: 'fact.contents',
        value: lists.map(([group, kind]) => ({ text: kind, to: { group, kind, namespace: name } })),
      },
      { label: 'fact.finalizers', value: textsAt(namespace, 'spec.finalizers').join(', ') },
    ];
  },
  sections: [
    {
      id: 'phase',
      title: 'section.phase',
      content: { component: lazyWithWords(['sections'], () => import('./namespace/phase-section.tsx')) },
      applies: (namespace) => namespace.metadata.deletionTimestamp !== undefined,
    },
    {
      id: 'quota',
      title: 'section.limitsOf',
      content: {
        component: lazyWithWords(['sections', 'pages', 'problems'], () => import('./namespace/quota-section.tsx')),
      },
    },
  ],
  deletion: { takes: 'deletion.namespace.takes', typed: true, look: () => import('./namespace/deletion-look.ts') },
});

/** What the namespace controller says that still stands in a namespace which is being deleted. */
function keptBy(view: RowView): string {
  const [types, statuses, messages] = CONDITION.map((path) => listField(view, path));
  return (types ?? []).flatMap((_, i) => (statuses?.[i] === 'True' ? String(messages?.[i] ?? '') : [])).join(' ');
}
