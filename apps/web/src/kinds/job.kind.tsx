import { Briefcase } from 'lucide-react';
import { numberAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkToPods, selectorText } from './pointers.ts';
import { CONDITION_FIELDS, conditionOf } from './row-conditions.ts';
import { templateSection } from './workload/template-section.ts';

export default defineKind({
  resources: ['batch/v1/jobs'],
  group: 'workloads',
  workload: 'each',
  order: 50,
  icon: Briefcase,
  fields: [...CONDITION_FIELDS],
  // Servers from 1.31 on print a STATUS; before that the completions are all there is.
  statusColumn: 'Completions',
  health: (view) => {
    if (conditionOf(view, 'Failed').status === 'True') return 'failed';
    if (conditionOf(view, 'FailureTarget').status === 'True') return 'failed';
    if (conditionOf(view, 'Complete').status === 'True') return 'ok';
    return conditionOf(view, 'Suspended').status === 'True' ? 'stopped' : 'progressing';
  },
  statusSentence: (object, t) =>
    t('workload.job', {
      succeeded: numberAt(object, 'status.succeeded') ?? 0,
      count: numberAt(object, 'spec.completions') ?? 1,
      active: numberAt(object, 'status.active') ?? 0,
      failed: numberAt(object, 'status.failed') ?? 0,
    }),
  facts: (object) => [
    { label: 'fact.selector', value: linkToPods(selectorText(object, 'spec.selector'), object.metadata.namespace) },
    { label: 'fact.parallelism', value: textAt(object, 'spec.parallelism') },
    { label: 'fact.completions', value: textAt(object, 'spec.completions') },
    { label: 'fact.completionMode', value: textAt(object, 'spec.completionMode') },
    { label: 'fact.backoffLimit', value: textAt(object, 'spec.backoffLimit') },
    { label: 'fact.activeDeadline', value: textAt(object, 'spec.activeDeadlineSeconds') },
    { label: 'fact.ttlAfterFinished', value: textAt(object, 'spec.ttlSecondsAfterFinished') },
    { label: 'fact.startTime', value: textAt(object, 'status.startTime') },
    { label: 'fact.completionTime', value: textAt(object, 'status.completionTime') },
    { label: 'fact.suspend', value: textAt(object, 'spec.suspend') },
  ],
  sections: [templateSection],
});
