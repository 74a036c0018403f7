import { CalendarClock } from 'lucide-react';
import { listAt, textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { clockText } from './cronjob/clock-text.ts';
import { cronReader, nextRun } from './cronjob/next-run.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { logsAction } from './logs-action.ts';
import { logsTab } from './logs-tab.ts';
import { podRelations } from './pod/pod-relations.ts';
import { linkTo } from './pointers.ts';
import { owns } from './relation.ts';
import { listField, momentField, textField } from './row-fields.ts';
import { schedulingTab } from './scheduling/scheduling-tab.ts';
import { templateSection } from './workload/template-section.ts';

const ACTIVE = 'status.active[*].name';
const LAST = 'status.lastScheduleTime';
const SUCCESS = 'status.lastSuccessfulTime';
const ZONE = 'spec.timeZone';
/** Tells how old the server is, which reads schedules in its own way. */
const VERSION = 'apiVersion';
/** The controller looks every ten seconds, and may be busy. */
const LATE_MS = 5 * 60_000;

export default defineKind({
  resources: ['batch/v1/cronjobs', 'batch/v1beta1/cronjobs', 'batch/v2alpha1/cronjobs'],
  group: 'workloads',
  workload: 'each',
  order: 60,
  icon: CalendarClock,
  goKey: 'k',
  statusColumn: 'Suspend',
  fields: [LAST, SUCCESS, ACTIVE, ZONE, VERSION],
  columns: [
    {
      id: 'next-run',
      header: 'Next Run',
      title: 'list.nextRun',
      fields: [ZONE, LAST, VERSION],
      text: (view) => {
        const moment = isSuspended(view) ? undefined : nextOf(view, Date.now());
        return moment === undefined ? '' : clockText(moment);
      },
      sortValue: (view) => (isSuspended(view) ? Number.NaN : (nextOf(view, Date.now()) ?? Number.NaN)),
    },
  ],
  health,
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
  sections: [
    {
      id: 'runs',
      title: 'section.runs',
      content: { component: lazyWithWords(['jobs', 'problems'], () => import('./cronjob/runs-view.tsx')) },
    },
    templateSection,
  ],
  deletion: { takes: 'deletion.cronJob.takes' },
  tabs: [logsTab, schedulingTab],
  actions: [logsAction],
  relations: [owns('batch/v1/jobs'), ...podRelations('spec.jobTemplate.spec.template.spec')],
});

function isSuspended(view: RowView): boolean {
  return view.cell('Suspend').toLowerCase() === 'true';
}

function nextOf(view: RowView, after: number): number | undefined {
  const last = momentField(view, LAST) || view.row.created;
  return nextRun(
    view.cell('Schedule'),
    textField(view, ZONE),
    after,
    last * 1000,
    cronReader(textField(view, VERSION)),
  );
}

function health(view: RowView): Health {
  if (isSuspended(view)) return 'stopped';
  if (listField(view, ACTIVE).length > 0 || Number(view.cell('Active')) > 0) return 'progressing';
  // when it ran last, and how, is not known
  if (!view.reads(LAST)) return 'ok';
  const [last, success] = [momentField(view, LAST), momentField(view, SUCCESS)];
  const since = last || view.row.created;
  const due = since === 0 ? undefined : nextOf(view, since * 1000);
  if (due !== undefined && due + LATE_MS < Date.now()) return 'warning';
  // Servers before 1.21 do not tell of success.
  return success > 0 && success < last ? 'warning' : 'ok';
}
