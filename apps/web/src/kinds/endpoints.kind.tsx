import { Waypoints } from 'lucide-react';
import { listAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { readiness } from './endpoint-readiness.ts';
import { linkTo } from './pointers.ts';
import { listField } from './row-fields.ts';
import { tableSection } from './table-section.ts';

const READY = 'subsets[*].addresses[*].ip';
const NOT_READY = 'subsets[*].notReadyAddresses[*].ip';
const { column, health } = readiness([READY, NOT_READY], (view) => {
  const [ready, not] = [READY, NOT_READY].map((path) => listField(view, path).flat().filter(Boolean).length);
  // many addresses make a field that does not travel
  const known = ready || not || /^(?:<none>)?$/.test(view.cell('Endpoints'));
  return known ? [ready ?? 0, (ready ?? 0) + (not ?? 0)] : undefined;
});

export default defineKind({
  resources: ['v1/endpoints'],
  group: 'network',
  order: 60,
  icon: Waypoints,
  fields: [READY, NOT_READY],
  statusColumn: 'Endpoints',
  columns: [column],
  health,
  facts: ({ metadata }) => [{ label: 'fact.service', value: linkTo('', 'Service', metadata.name, metadata.namespace) }],
  sections: [
    tableSection({
      id: 'addresses',
      columns: ['col.address', 'col.ready', 'col.target', 'col.node', 'col.ports'],
      rows: (endpoints) =>
        listAt(endpoints, 'subsets').flatMap((subset) => {
          const ports = listAt(subset, 'ports')
            .map((port) => `${textAt(port, 'port')}/${textAt(port, 'protocol')}`)
            .join(', ');
          const row = (address: unknown, ready: boolean) => [
            textAt(address, 'ip') || textAt(address, 'hostname'),
            `${ready}`,
            linkTo(
              '',
              textAt(address, 'targetRef.kind') || 'Pod',
              textAt(address, 'targetRef.name'),
              textAt(address, 'targetRef.namespace'),
            ),
            linkTo('', 'Node', textAt(address, 'nodeName')),
            ports,
          ];
          return [
            ...listAt(subset, 'addresses').map((address) => row(address, true)),
            ...listAt(subset, 'notReadyAddresses').map((address) => row(address, false)),
          ];
        }),
    }),
  ],
});
