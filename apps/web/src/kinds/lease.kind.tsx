import { Timer } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { momentField, numberField } from './row-fields.ts';

const RENEWED = 'spec.renewTime';
const DURATION = 'spec.leaseDurationSeconds';
/** A clock may be a little wrong, and a renewal on its way. */
const SLACK = 2;

export default defineKind({
  resources: ['coordination.k8s.io/v1/leases', 'coordination.k8s.io/v1beta1/leases'],
  group: 'cluster',
  order: 70,
  icon: Timer,
  fields: [RENEWED, DURATION],
  columns: [
    {
      id: 'renewed',
      header: 'Renewed',
      title: 'list.renewed',
      fields: [RENEWED],
      text: () => '',
      since: (view) => momentField(view, RENEWED),
    },
  ],
  statusColumn: 'Holder',
  health,
  facts: (lease) => [
    { label: 'fact.holder', value: textAt(lease, 'spec.holderIdentity') },
    { label: 'fact.renewTime', value: textAt(lease, 'spec.renewTime') },
    { label: 'fact.acquireTime', value: textAt(lease, 'spec.acquireTime') },
    { label: 'fact.leaseDuration', value: textAt(lease, 'spec.leaseDurationSeconds') },
    { label: 'fact.leaseTransitions', value: textAt(lease, 'spec.leaseTransitions') },
  ],
});

function health(view: RowView): Health {
  if (view.cell('Holder') === '') return 'stopped';
  const [renewed, seconds] = [momentField(view, RENEWED), numberField(view, DURATION)];
  if (renewed === 0 || seconds === 0) return 'unknown';
  return Date.now() / 1000 - renewed > seconds * SLACK ? 'warning' : 'ok';
}
