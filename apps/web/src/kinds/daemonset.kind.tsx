import { LayoutGrid } from 'lucide-react';
import { numberAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkToPods, pairsText, selectorText } from './pointers.ts';
import { templateSection } from './workload/template-section.ts';
import { replicaHealth } from './workload/workload-health.ts';

export default defineKind({
  resources: ['apps/v1/daemonsets', 'apps/v1beta2/daemonsets', 'extensions/v1beta1/daemonsets'],
  group: 'workloads',
  workload: 'each',
  order: 40,
  icon: LayoutGrid,
  statusColumn: 'Ready',
  health: (view) => {
    const counts = [Number(view.cell('Up-to-date')), Number(view.cell('Available'))];
    return replicaHealth(Number(view.cell('Ready')), Number(view.cell('Desired')), counts);
  },
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
  sections: [templateSection],
});
