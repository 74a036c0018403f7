import { Gauge } from 'lucide-react';
import { entriesAt, textsAt } from '../api/read-field.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { barColumn } from './row-columns.ts';
import { greatestShare } from './row-fields.ts';
import { tableSection } from './table-section.ts';

export default defineKind({
  resources: ['v1/resourcequotas'],
  group: 'config',
  order: 60,
  icon: Gauge,
  statusColumn: 'Request',
  columns: ['Request', 'Limit'].map((header) =>
    barColumn(
      header.toLowerCase(),
      header,
      (view) => shareOf(view, header),
      (view) => tone(shareOf(view, header)),
    ),
  ),
  health: (view) => (Math.max(shareOf(view, 'Request') ?? 0, shareOf(view, 'Limit') ?? 0) < NEARLY ? 'ok' : 'warning'),
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

const NEARLY = 0.9;

/** How much is used of what is nearest to its limit. */
function shareOf(view: RowView, header: string): number | undefined {
  return greatestShare(view.cell(header));
}

/** Nothing more may be made of what is used up. */
function tone(share = 0): Health {
  return share >= 1 ? 'failed' : share >= NEARLY ? 'warning' : 'ok';
}
