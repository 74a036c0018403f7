import { Layers } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { logsAction } from './logs-action.ts';
import { logsTab } from './logs-tab.ts';
import { podRelations } from './pod/pod-relations.ts';
import { linkToPods, selectorText } from './pointers.ts';
import { adoptsPods, owns } from './relation.ts';
import { rolloutSection } from './rollout/rollout-section.ts';
import { condition, textField } from './row-fields.ts';
import { schedulingTab } from './scheduling/scheduling-tab.ts';
import { templateSection } from './workload/template-section.ts';
import { readRatio, readyColumn, replicaHealth } from './workload/workload-health.ts';
import { replicaSentence } from './workload/workload-sentence.ts';

const AVAILABLE = condition('Available');
const PROGRESSING = condition('Progressing', 'reason');
const FAILURE = condition('ReplicaFailure');

export default defineKind({
  resources: ['apps/v1/deployments', 'apps/v1beta2/deployments', 'extensions/v1beta1/deployments'],
  group: 'workloads',
  workload: 'each',
  order: 20,
  icon: Layers,
  goKey: 'd',
  immutable: ['spec.selector'],
  fields: [AVAILABLE, PROGRESSING, FAILURE, 'spec.paused'],
  columns: [
    {
      ...readyColumn(health),
      describe: (view, t) => {
        const [ready, count] = readRatio(view.cell('Ready')) ?? [0, 0];
        const reason = textField(view, PROGRESSING);
        const said = ['ok', 'stopped'].includes(health(view)) ? '' : reason;
        return [t('list.replicas', { ready, count }), said].filter(Boolean).join(t('list.separator'));
      },
    },
  ],
  statusColumn: 'Ready',
  health,
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
  sections: [rolloutSection, templateSection],
  deletion: { takes: 'deletion.deployment.takes', look: () => import('./workload/deletion-look.ts') },
  tabs: [logsTab, schedulingTab],
  actions: [logsAction],
  relations: [
    owns('apps/v1/replicasets', {
      narrowed: (object) => selectorText(object, 'spec.selector'),
      shared: 'pod-template-hash',
    }),
    adoptsPods('spec.selector', 'selector'),
    ...podRelations('spec.template.spec'),
  ],
});

function health(view: RowView): Health {
  if (textField(view, FAILURE) === 'True') return 'failed';
  if (textField(view, PROGRESSING) === 'ProgressDeadlineExceeded') return 'failed';
  const [have, want] = readRatio(view.cell('Ready')) ?? [Number.NaN, Number.NaN];
  const byNumbers = replicaHealth(have, want, [Number(view.cell('Up-to-date')), Number(view.cell('Available'))]);
  if (byNumbers !== 'progressing') return byNumbers;
  // The rollout is over, so nothing is on its way that would bring the missing pods.
  if (textField(view, PROGRESSING) === 'NewReplicaSetAvailable' && textField(view, AVAILABLE) === 'False')
    return 'warning';
  // A rollout that is paused half-way goes nowhere by itself.
  return view.field('spec.paused') === true ? 'warning' : 'progressing';
}
