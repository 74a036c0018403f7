import { Puzzle } from 'lucide-react';
import { listAt, textAt, textsAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { CONDITION_FIELDS, conditionOf } from './row-conditions.ts';
import { tableSection } from './table-section.ts';

export default defineKind({
  resources: [
    'apiextensions.k8s.io/v1/customresourcedefinitions',
    'apiextensions.k8s.io/v1beta1/customresourcedefinitions',
  ],
  group: 'cluster',
  order: 40,
  icon: Puzzle,
  fields: [...CONDITION_FIELDS],
  statusColumn: 'Name',
  health: (view) => {
    if (conditionOf(view, 'NamesAccepted').status === 'False') return 'failed';
    return conditionOf(view, 'Established').status === 'True' ? 'ok' : 'progressing';
  },
  statusSentence: (crd) =>
    listAt(crd, 'status.conditions')
      .filter((condition) => textAt(condition, 'status') === 'True')
      .map((condition) => textAt(condition, 'type'))
      .join(', '),
  facts: (crd) => {
    const kind = textAt(crd, 'spec.names.kind');
    return [
      { label: 'fact.objects', value: { text: kind, to: { group: textAt(crd, 'spec.group'), kind } } },
      { label: 'fact.group', value: textAt(crd, 'spec.group') },
      { label: 'fact.scope', value: textAt(crd, 'spec.scope') },
      { label: 'fact.plural', value: textAt(crd, 'spec.names.plural') },
      { label: 'fact.shortNames', value: textsAt(crd, 'spec.names.shortNames').join(', ') },
      { label: 'fact.categories', value: textsAt(crd, 'spec.names.categories').join(', ') },
      { label: 'fact.conversion', value: textAt(crd, 'spec.conversion.strategy') },
      { label: 'fact.storedVersions', value: textsAt(crd, 'status.storedVersions').join(', ') },
    ];
  },
  sections: [
    tableSection({
      id: 'versions',
      columns: ['col.name', 'col.served', 'col.storage', 'col.deprecated'],
      rows: (crd) =>
        listAt(crd, 'spec.versions').map((version) => [
          textAt(version, 'name'),
          textAt(version, 'served'),
          textAt(version, 'storage'),
          textAt(version, 'deprecationWarning') || textAt(version, 'deprecated'),
        ]),
    }),
  ],
});
