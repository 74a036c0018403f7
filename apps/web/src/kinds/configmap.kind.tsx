import { FileCog } from 'lucide-react';
import { entriesAt, textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind } from './define-kind.ts';

export default defineKind({
  resources: ['v1/configmaps'],
  group: 'config',
  order: 10,
  icon: FileCog,
  goKey: 'c',
  statusSentence: (object, t) =>
    t('data.keys', { count: entriesAt(object, 'data').length + entriesAt(object, 'binaryData').length }),
  facts: (object) => [{ label: 'fact.immutable', value: textAt(object, 'immutable') }],
  readAtStart: true,
  sections: [
    {
      id: 'data',
      title: 'section.data',
      content: { component: lazyWithWords(['sections'], () => import('./data/config-data-section.tsx')) },
    },
  ],
});
