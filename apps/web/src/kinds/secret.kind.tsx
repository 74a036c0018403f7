import { KeyRound } from 'lucide-react';
import { lazy } from 'react';
import { entriesAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkTo } from './pointers.ts';

export default defineKind({
  resources: ['v1/secrets'],
  group: 'config',
  order: 20,
  icon: KeyRound,
  goKey: 'x',
  immutable: ['type'],
  secretFields: ['data', 'stringData'],
  statusSentence: (object, t) => t('data.keys', { count: entriesAt(object, 'data').length }),
  facts: (object) => [
    { label: 'fact.type', value: textAt(object, 'type') },
    { label: 'fact.immutable', value: textAt(object, 'immutable') },
    {
      label: 'fact.serviceAccount',
      value: linkTo(
        '',
        'ServiceAccount',
        object.metadata.annotations?.['kubernetes.io/service-account.name'] ?? '',
        object.metadata.namespace,
      ),
    },
  ],
  readAtStart: true,
  sections: [
    { id: 'data', title: 'section.data', content: { component: lazy(() => import('./data/secret-data-section.tsx')) } },
  ],
});
