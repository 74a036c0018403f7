import { LayoutGrid } from 'lucide-react';
import { numberAt, textAt } from '../api/read-field.ts';
import { daemonSchedulingTab } from './daemonset/daemon-scheduling-tab.ts';
import { daemonSetSection } from './daemonset/daemonset-section.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { logsAction } from './logs-action.ts';
import { logsTab } from './logs-tab.ts';
import { podRelations } from './pod/pod-relations.ts';
import { linkToPods, pairsText, selectorText } from './pointers.ts';
import { adoptsPods, owns } from './relation.ts';
import { textField } from './row-fields.ts';
import { templateSection } from './workload/template-section.ts';
import { readyColumn, replicaHealth } from './workload/workload-health.ts';

const STRATEGY = 'spec.updateStrategy.type';

export default defineKind({
  resources: ['apps/v1/daemonsets', 'apps/v1beta2/daemonsets', 'extensions/v1beta1/daemonsets'],
  group: 'workloads',
  workload: 'each',
  order: 40,
  icon: LayoutGrid,
  goKey: 'a',
  immutable: ['spec.selector'],
  statusColumn: 'Ready',
  fields: [STRATEGY],
  columns: [readyColumn(health)],
  health,
  statusSentence: (object, t) =>
    t('workload.daemon', {
      ready: numberAt(object, 'status.numberReady') ?? 0,
      count: numberAt(object, 'status.desiredNumberScheduled') ?? 0,
      updated: numberAt(object, 'status.updatedNumberScheduled') ?? 0,
    }),
  facts: (object) => [
    { label: 'fact.selector', value: linkToPods(selectorText(object, 'spec.selector'), object.metadata.namespace) },
    { label: 'fact.strategy', value: textAt(object, 'spec.updateStrategy.type') },
    { label: 'fact.maxUnavailable', value: textAt(object, 'spec.updateStrategy.rollingUpdate.maxUnavailable') },
    { label: 'fact.maxSurge', value: textAt(object, 'spec.updateStrategy.rollingUpdate.maxSurge') },
    { label: 'fact.nodeSelector', value: pairsText(object, 'spec.template.spec.nodeSelector') },
    { label: 'fact.misscheduled', value: textAt(object, 'status.numberMisscheduled') },
  ],
  sections: [daemonSetSection, templateSection],
  deletion: { takes: 'deletion.daemonSet.takes', look: () => import('./workload/deletion-look.ts') },
  tabs: [logsTab, daemonSchedulingTab],
  actions: [logsAction],
  relations: [
    owns('v1/pods', { narrowed: (object) => selectorText(object, 'spec.selector') }),
    adoptsPods('spec.selector', 'selector'),
    ...podRelations('spec.template.spec'),
  ],
});

function health(view: RowView): Health {
  // With OnDelete the old pods stay until somebody deletes them.
  const counts = textField(view, STRATEGY) === 'OnDelete' ? ['Available'] : ['Up-to-date', 'Available'];
  return replicaHealth(
    Number(view.cell('Ready')),
    Number(view.cell('Desired')),
    counts.map((name) => Number(view.cell(name))),
  );
}
