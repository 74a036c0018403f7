import { Copy } from 'lucide-react';
import { defineKind } from './define-kind.ts';
import { linkToPods, selectorText } from './pointers.ts';
import { templateSection } from './workload/template-section.ts';
import { replicaHealth } from './workload/workload-health.ts';
import { replicaSentence } from './workload/workload-sentence.ts';

export default defineKind({
  resources: ['apps/v1/replicasets', 'apps/v1beta2/replicasets', 'extensions/v1beta1/replicasets'],
  group: 'workloads',
  workload: 'unowned',
  order: 70,
  icon: Copy,
  statusColumn: 'Ready',
  health: (view) => replicaHealth(Number(view.cell('Ready')), Number(view.cell('Desired'))),
  statusSentence: (object, t) => replicaSentence(object, t),
  facts: (object) => [
    { label: 'fact.selector', value: linkToPods(selectorText(object, 'spec.selector'), object.metadata.namespace) },
  ],
  sections: [templateSection],
});
