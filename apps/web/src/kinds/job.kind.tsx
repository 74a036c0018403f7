import { Briefcase } from 'lucide-react';
import { numberAt, textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { logsAction } from './logs-action.ts';
import { logsTab } from './logs-tab.ts';
import { podRelations } from './pod/pod-relations.ts';
import { linkToPods, selectorText } from './pointers.ts';
import { adoptsPods, owns } from './relation.ts';
import { barColumn, ownerColumn } from './row-columns.ts';
import { condition, numberField, textField } from './row-fields.ts';
import { schedulingTab } from './scheduling/scheduling-tab.ts';
import { wordHealth } from './word-health.ts';
import { templateSection } from './workload/template-section.ts';
import { readRatio } from './workload/workload-health.ts';

const FAILED = condition('Failed', 'reason');
const FAILURE_TARGET = condition('FailureTarget');
const COMPLETE = condition('Complete');
const SUSPENDED = condition('Suspended');
const FAILED_PODS = 'status.failed';
const STARTED = 'status.startTime';
const ENDED = 'status.completionTime';

export default defineKind({
  resources: ['batch/v1/jobs'],
  group: 'workloads',
  workload: 'each',
  order: 50,
  icon: Briefcase,
  goKey: 'j',
  immutable: ['spec.completionMode', 'spec.selector', 'spec.template'],
  fields: [COMPLETE, FAILED_PODS, FAILED, FAILURE_TARGET, SUSPENDED],
  columns: [
    {
      ...barColumn(
        'completions',
        'Completions',
        (view) => {
          const [have, want] = readRatio(view.cell('Completions')) ?? [];
          return have === undefined || want === undefined ? undefined : have / Math.max(1, want);
        },
        health,
      ),
      // "BackoffLimitExceeded", "DeadlineExceeded"
      describe: (view) => textField(view, FAILED),
    },
    {
      id: 'failed',
      header: 'Failed',
      title: 'list.failedPods',
      align: 'end',
      fields: [FAILED_PODS],
      text: (view) => textField(view, FAILED_PODS) || '0',
    },
    {
      // the server's words are as old as the last change of the job
      id: 'duration',
      header: 'Duration',
      fields: [STARTED, ENDED, FAILED, SUSPENDED],
      text: (view) => view.cell('Duration'),
      since: (view) => (runs(view) ? Date.parse(textField(view, STARTED)) / 1000 || undefined : undefined),
      sortValue: (view) => {
        const started = Date.parse(textField(view, STARTED)) / 1000;
        return runs(view) && started > 0 ? Date.now() / 1000 - started : view.cell('Duration');
      },
    },
    ownerColumn,
  ],
  // printed by servers from 1.31 on; before that the completions are all there is
  statusColumn: 'Status',
  health,
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
  sections: [
    {
      id: 'progress',
      title: 'section.progress',
      content: { component: lazyWithWords(['jobs', 'problems'], () => import('./job/progress-view.tsx')) },
    },
    templateSection,
  ],
  deletion: {
    takes: 'deletion.job.takes',
    bringsBack: 'deletion.job.back',
    look: () => import('./workload/deletion-look.ts'),
  },
  tabs: [logsTab, schedulingTab],
  actions: [logsAction],
  relations: [
    owns('v1/pods', { narrowed: (object) => selectorText(object, 'spec.selector'), narrowedBelow: 'job-name' }),
    adoptsPods('spec.selector', 'selector'),
    ...podRelations('spec.template.spec'),
  ],
});

/** Its duration grows. */
function runs(view: RowView): boolean {
  return textField(view, ENDED) === '' && textField(view, FAILED) === '' && textField(view, SUSPENDED) !== 'True';
}

function health(view: RowView): Health {
  if (!view.reads(COMPLETE)) return healthByWords(view);
  if (textField(view, FAILED) !== '' || textField(view, FAILURE_TARGET) === 'True') return 'failed';
  if (textField(view, COMPLETE) === 'True') return 'ok';
  if (textField(view, SUSPENDED) === 'True') return 'stopped';
  // it tries again, but what it tries has failed
  return numberField(view, FAILED_PODS) > 0 ? 'warning' : 'progressing';
}

/** By what the server prints: its word (from 1.31 on), or how many completions there are. */
function healthByWords(view: RowView): Health {
  const status = view.cell('Status');
  if (status !== '' && status !== 'Running') return wordHealth(status) ?? 'unknown';
  const [have, want] = readRatio(view.cell('Completions')) ?? [];
  if (have === undefined || want === undefined) return 'unknown';
  return have >= want ? 'ok' : 'progressing';
}
