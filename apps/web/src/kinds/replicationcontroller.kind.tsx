import { CopyPlus } from 'lucide-react';
import { defineKind } from './define-kind.ts';
import { linkToPods, pairsText } from './pointers.ts';
import { templateSection } from './workload/template-section.ts';
import { replicaHealth } from './workload/workload-health.ts';
import { replicaSentence } from './workload/workload-sentence.ts';

export default defineKind({
  resources: ['v1/replicationcontrollers'],
  group: 'workloads',
  workload: 'unowned',
  order: 80,
  icon: CopyPlus,
  statusColumn: 'Ready',
  health: (view) => replicaHealth(Number(view.cell('Ready')), Number(view.cell('Desired'))),
  statusSentence: (object, t) => replicaSentence(object, t),
  facts: (object) => [
    { label: 'fact.selector', value: linkToPods(pairsText(object, 'spec.selector'), object.metadata.namespace) },
  ],
  sections: [templateSection],
});
