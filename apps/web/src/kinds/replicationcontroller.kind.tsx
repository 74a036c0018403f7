import { CopyPlus } from 'lucide-react';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { logsAction } from './logs-action.ts';
import { logsTab } from './logs-tab.ts';
import { podRelations } from './pod/pod-relations.ts';
import { linkToPods, pairsText } from './pointers.ts';
import { adoptsPods, owns } from './relation.ts';
import { ownerSection } from './rollout/owner-section.ts';
import { condition, textField } from './row-fields.ts';
import { schedulingTab } from './scheduling/scheduling-tab.ts';
import { templateSection } from './workload/template-section.ts';
import { readyColumn, replicaHealth } from './workload/workload-health.ts';
import { replicaSentence } from './workload/workload-sentence.ts';

const FAILURE = condition('ReplicaFailure');

export default defineKind({
  resources: ['v1/replicationcontrollers'],
  group: 'workloads',
  workload: 'unowned',
  order: 80,
  icon: CopyPlus,
  statusColumn: 'Ready',
  fields: [FAILURE],
  columns: [readyColumn(health)],
  health,
  statusSentence: (object, t) => replicaSentence(object, t),
  facts: (object) => [
    { label: 'fact.selector', value: linkToPods(pairsText(object, 'spec.selector'), object.metadata.namespace) },
  ],
  sections: [ownerSection, templateSection],
  deletion: { takes: 'deletion.replicas.takes', look: () => import('./workload/deletion-look.ts') },
  tabs: [logsTab, schedulingTab],
  actions: [logsAction],
  relations: [
    owns('v1/pods', { narrowed: (object) => pairsText(object, 'spec.selector') }),
    adoptsPods('spec.selector', 'labels'),
    ...podRelations('spec.template.spec'),
  ],
});

function health(view: RowView): Health {
  // Its pods cannot be made: a quota, an admission webhook.
  if (textField(view, FAILURE) === 'True') return 'failed';
  return replicaHealth(Number(view.cell('Ready')), Number(view.cell('Desired')));
}
