import { Gauge } from 'lucide-react';
import { entriesAt, textsAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { tableSection } from './table-section.ts';

export default defineKind({
  resources: ['v1/resourcequotas'],
  group: 'config',
  order: 60,
  icon: Gauge,
  facts: (quota) => [{ label: 'fact.scopes', value: textsAt(quota, 'spec.scopes').join(', ') }],
  sections: [
    tableSection({
      id: 'quota',
      columns: ['col.resource', 'col.used', 'col.hard'],
      rows: (quota) => {
        const used = new Map(entriesAt(quota, 'status.used'));
        return entriesAt(quota, 'spec.hard').map(([name, hard]) => [name, String(used.get(name) ?? ''), String(hard)]);
      },
    }),
  ],
});
