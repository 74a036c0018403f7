import { CalendarClock } from 'lucide-react';
import { listAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkTo } from './pointers.ts';
import { templateSection } from './workload/template-section.ts';

export default defineKind({
  resources: ['batch/v1/cronjobs', 'batch/v1beta1/cronjobs', 'batch/v2alpha1/cronjobs'],
  group: 'workloads',
  workload: 'each',
  order: 60,
  icon: CalendarClock,
  statusColumn: 'Suspend',
  health: (view) => (view.cell('Suspend').toLowerCase() === 'true' ? 'stopped' : 'ok'),
  statusSentence: (object, t) =>
    textAt(object, 'spec.suspend') === 'true'
      ? t('workload.cronSuspended')
      : t('workload.cron', {
          schedule: textAt(object, 'spec.schedule'),
          count: listAt(object, 'status.active').length,
        }),
  facts: (object) => [
    { label: 'fact.schedule', value: textAt(object, 'spec.schedule') },
    { label: 'fact.timeZone', value: textAt(object, 'spec.timeZone') },
    { label: 'fact.concurrencyPolicy', value: textAt(object, 'spec.concurrencyPolicy') },
    { label: 'fact.suspend', value: textAt(object, 'spec.suspend') },
    { label: 'fact.startingDeadline', value: textAt(object, 'spec.startingDeadlineSeconds') },
    { label: 'fact.successfulHistory', value: textAt(object, 'spec.successfulJobsHistoryLimit') },
    { label: 'fact.failedHistory', value: textAt(object, 'spec.failedJobsHistoryLimit') },
    { label: 'fact.lastSchedule', value: textAt(object, 'status.lastScheduleTime') },
    { label: 'fact.lastSuccess', value: textAt(object, 'status.lastSuccessfulTime') },
    {
      label: 'fact.activeJobs',
      value: listAt(object, 'status.active').map((job) =>
        linkTo('batch', 'Job', textAt(job, 'name'), object.metadata.namespace),
      ),
    },
  ],
  sections: [templateSection],
});
