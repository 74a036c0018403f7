import { Share2 } from 'lucide-react';
import { listAt, textAt, textsAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { readiness } from './endpoint-readiness.ts';
import { linkTo } from './pointers.ts';
import { points } from './relation.ts';
import { listField } from './row-fields.ts';
import { tableSection } from './table-section.ts';

const TARGETS = 'endpoints[*].conditions.ready';
const { column, health } = readiness([TARGETS], (view) => {
  // "ready" that is not said means ready
  const all = listField(view, TARGETS);
  if (all.length > 0) return [all.filter((ready) => ready !== false).length, all.length];
  return /^(?:<unset>|<none>)?$/.test(view.cell('Endpoints')) ? [0, 0] : undefined;
});

export default defineKind({
  resources: ['discovery.k8s.io/v1/endpointslices', 'discovery.k8s.io/v1beta1/endpointslices'],
  group: 'network',
  order: 70,
  icon: Share2,
  fields: [TARGETS],
  statusColumn: 'Endpoints',
  columns: [column],
  health,
  facts: (slice) => [
    { label: 'fact.addressType', value: textAt(slice, 'addressType') },
    {
      label: 'fact.service',
      value: linkTo(
        '',
        'Service',
        slice.metadata.labels?.['kubernetes.io/service-name'] ?? '',
        slice.metadata.namespace,
      ),
    },
    {
      label: 'fact.ports',
      value: listAt(slice, 'ports').map((port) =>
        [textAt(port, 'name'), `${textAt(port, 'port')}/${textAt(port, 'protocol')}`].filter(Boolean).join(' '),
      ),
    },
  ],
  sections: [
    tableSection({
      id: 'addresses',
      columns: ['col.address', 'col.ready', 'col.serving', 'col.terminating', 'col.target', 'col.node', 'col.zone'],
      rows: (slice) =>
        listAt(slice, 'endpoints').map((endpoint) => [
          textsAt(endpoint, 'addresses').join(', '),
          textAt(endpoint, 'conditions.ready'),
          textAt(endpoint, 'conditions.serving'),
          textAt(endpoint, 'conditions.terminating'),
          linkTo(
            '',
            textAt(endpoint, 'targetRef.kind') || 'Pod',
            textAt(endpoint, 'targetRef.name'),
            textAt(endpoint, 'targetRef.namespace'),
          ),
          linkTo('', 'Node', textAt(endpoint, 'nodeName')),
          textAt(endpoint, 'zone'),
        ]),
    }),
  ],
  relations: [points('endpoints[*].targetRef', ['/Pod'], 'endpoint')],
});
