import { Timer } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';

export default defineKind({
  resources: ['coordination.k8s.io/v1/leases', 'coordination.k8s.io/v1beta1/leases'],
  group: 'cluster',
  order: 70,
  icon: Timer,
  facts: (lease) => [
    { label: 'fact.holder', value: textAt(lease, 'spec.holderIdentity') },
    { label: 'fact.renewTime', value: textAt(lease, 'spec.renewTime') },
    { label: 'fact.acquireTime', value: textAt(lease, 'spec.acquireTime') },
    { label: 'fact.leaseDuration', value: textAt(lease, 'spec.leaseDurationSeconds') },
    { label: 'fact.leaseTransitions', value: textAt(lease, 'spec.leaseTransitions') },
  ],
});
