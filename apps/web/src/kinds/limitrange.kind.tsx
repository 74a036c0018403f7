import { Ruler } from 'lucide-react';
import { entriesAt, listAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { textsColumn } from './row-columns.ts';
import { tableSection } from './table-section.ts';

const PARTS = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;

export default defineKind({
  resources: ['v1/limitranges'],
  group: 'config',
  order: 70,
  icon: Ruler,
  columns: [textsColumn('types', 'Types', 'list.types', 'spec.limits[*].type')],
  sections: [
    tableSection({
      id: 'limits',
      columns: ['col.type', 'col.resource', ...PARTS.map((part) => `col.${part}`)],
      rows: (range) =>
        listAt(range, 'spec.limits').flatMap((limit) => {
          const names = new Set(PARTS.flatMap((part) => entriesAt(limit, part).map(([name]) => name)));
          return [...names].map((name) => [
            textAt(limit, 'type'),
            name,
            ...PARTS.map((part) => String(new Map(entriesAt(limit, part)).get(name) ?? '')),
          ]);
        }),
    }),
  ],
});
