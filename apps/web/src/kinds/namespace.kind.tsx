import { FolderTree } from 'lucide-react';
import { textAt, textsAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';

export default defineKind({
  resources: ['v1/namespaces'],
  group: 'cluster',
  order: 20,
  icon: FolderTree,
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
});
