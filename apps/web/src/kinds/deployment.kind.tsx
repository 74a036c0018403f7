import { Layers } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkToPods, selectorText } from './pointers.ts';
import { CONDITION_FIELDS, conditionOf } from './row-conditions.ts';
import { templateSection } from './workload/template-section.ts';
import { readRatio, replicaHealth } from './workload/workload-health.ts';
import { replicaSentence } from './workload/workload-sentence.ts';

export default defineKind({
  resources: ['apps/v1/deployments', 'apps/v1beta2/deployments', 'extensions/v1beta1/deployments'],
  group: 'workloads',
  workload: 'each',
  order: 20,
  icon: Layers,
  fields: [...CONDITION_FIELDS, 'spec.paused'],
  statusColumn: 'Ready',
  health: (view) => {
    if (conditionOf(view, 'ReplicaFailure').status === 'True') return 'failed';
    if (conditionOf(view, 'Progressing').reason === 'ProgressDeadlineExceeded') return 'failed';
    const [have, want] = readRatio(view.cell('Ready')) ?? [Number.NaN, Number.NaN];
    const health = replicaHealth(have, want, [Number(view.cell('Up-to-date')), Number(view.cell('Available'))]);
    // The rollout is over, so nothing is on its way that would bring the missing pods.
    const settled = conditionOf(view, 'Progressing').reason === 'NewReplicaSetAvailable';
    if (health === 'progressing' && settled && conditionOf(view, 'Available').status === 'False') return 'warning';
    // A rollout that is paused half-way goes nowhere by itself.
    return health === 'progressing' && view.field('spec.paused') === true ? 'warning' : health;
  },
  statusSentence: (object, t) => replicaSentence(object, t),
  facts: (object) => [
    { label: 'fact.selector', value: linkToPods(selectorText(object, 'spec.selector'), object.metadata.namespace) },
    { label: 'fact.strategy', value: textAt(object, 'spec.strategy.type') },
    { label: 'fact.maxSurge', value: textAt(object, 'spec.strategy.rollingUpdate.maxSurge') },
    { label: 'fact.maxUnavailable', value: textAt(object, 'spec.strategy.rollingUpdate.maxUnavailable') },
    { label: 'fact.minReadySeconds', value: textAt(object, 'spec.minReadySeconds') },
    { label: 'fact.revisionHistoryLimit', value: textAt(object, 'spec.revisionHistoryLimit') },
    { label: 'fact.progressDeadline', value: textAt(object, 'spec.progressDeadlineSeconds') },
    { label: 'fact.paused', value: textAt(object, 'spec.paused') },
  ],
  sections: [templateSection],
});
