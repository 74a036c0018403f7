import { ArrowUpNarrowWide } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';

export default defineKind({
  resources: ['scheduling.k8s.io/v1/priorityclasses', 'scheduling.k8s.io/v1beta1/priorityclasses'],
  group: 'cluster',
  order: 60,
  icon: ArrowUpNarrowWide,
  immutable: ['preemptionPolicy', 'value'],
  facts: (priority) => [
    { label: 'fact.value', value: textAt(priority, 'value') },
    { label: 'fact.globalDefault', value: textAt(priority, 'globalDefault') },
    { label: 'fact.preemptionPolicy', value: textAt(priority, 'preemptionPolicy') },
    { label: 'fact.description', value: textAt(priority, 'description') },
  ],
});
