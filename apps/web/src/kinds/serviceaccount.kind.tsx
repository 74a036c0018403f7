import { IdCard } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind } from './define-kind.ts';
import { names } from './relation.ts';

export default defineKind({
  resources: ['v1/serviceaccounts'],
  group: 'access',
  order: 10,
  icon: IdCard,
  facts: (account) => {
    const { namespace, name } = account.metadata;
    return [
      { label: 'fact.userName', value: `system:serviceaccount:${namespace ?? ''}:${name}` },
      { label: 'fact.automount', value: textAt(account, 'automountServiceAccountToken') },
    ];
  },
  sections: [
    {
      id: 'tokens',
      title: 'section.tokens',
      content: { component: lazyWithWords(['sections', 'problems'], () => import('./account/tokens-section.tsx')) },
    },
    {
      id: 'grants',
      title: 'section.grants',
      content: { component: lazyWithWords(['sections', 'access'], () => import('./account/grants-section.tsx')) },
    },
    {
      id: 'rights',
      title: 'section.rights',
      content: { component: lazyWithWords(['access'], () => import('./account/rights-section.tsx')) },
    },
  ],
  relations: [names('secrets[*].name', '/Secret', 'token'), names('imagePullSecrets[*].name', '/Secret', 'pullSecret')],
});
