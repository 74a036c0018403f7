import { humanDuration } from '@quarterdeck/shared/duration';
import { useMemo } from 'react';
import { objectPath } from '../../api/addresses.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { CellView } from '../../ui/cell-view.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { TickingText } from '../../ui/ticking-text.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import classes from '../job/job.module.css';
import { JOB_HEALTH } from '../job/job-state.ts';
import { reasonWords } from '../job/reason-words.ts';
import { linkTo } from '../pointers.ts';
import { type JobRun, jobRunReader, jobRunsQuery, newestFirst } from './job-runs.ts';
import { ScheduleView } from './schedule-view.tsx';

/** Runs in the table at once; the list of Jobs has them all. */
const MOST_RUNS = 30;
const NONE: ReadonlyMap<string, JobRun> = new Map();

/** When a CronJob runs and what became of its runs, live (CTL-44); loaded lazily, hence the default export. */
export default function RunsView({ target, object }: DetailProps) {
  const t = useWords('jobs');
  const found = useGatheredRows<JobRun>(() => [
    { id: 'runs', query: jobRunsQuery(target), read: jobRunReader(object.metadata.uid ?? '') },
  ]);
  const runs = useMemo(() => newestFirst((found.items.get('runs') ?? NONE).values()), [found]);
  const status = found.statuses.get('runs');
  return (
    <>
      <ScheduleView object={object} />
      <h3 className={classes.title}>{t('cron.runs.title')}</h3>
      {status?.problem === undefined ? null : <ProblemView compact problem={status.problem} />}
      {runs.length > 0 ? (
        <SimpleTable
          label={t('cron.runs.title')}
          columns={['run', 'result', 'due', 'started', 'duration', 'logs'].map((name) => t(`cron.runs.${name}`))}
          rows={runs.slice(0, MOST_RUNS).map((run) => ({ id: run.uid, cells: cellsOf(run, target, t) }))}
        />
      ) : status?.state === 'live' ? (
        <p className={classes.dim}>{t('cron.runs.none')}</p>
      ) : null}
    </>
  );
}

function cellsOf(run: JobRun, { cluster, namespace, resource }: ObjectRef, t: Words) {
  const job = { cluster, resource: { ...resource, resource: 'jobs', kind: 'Job' }, namespace, name: run.name };
  return [
    <CellView key="run" cell={linkTo('batch', 'Job', run.name, namespace)} cluster={cluster} />,
    <HealthMark key="result" health={JOB_HEALTH[run.phase]} label={resultOf(run, t)} />,
    run.manual ? t('cron.runs.manual') : run.due === 0 ? '–' : <Moment key="due" at={iso(run.due)} />,
    run.started === 0 ? '–' : <Moment key="started" at={iso(run.started)} />,
    run.started === 0 ? (
      '–'
    ) : (
      <TickingText
        key="duration"
        text={() => humanDuration(Math.max(0, Math.round((run.ended || Date.now() / 1000) - run.started)))}
      />
    ),
    <AppLink key="logs" to={objectPath(job, 'logs')} aria-label={t('cron.runs.logsOf', { name: run.name })}>
      {t('cron.runs.logs')}
    </AppLink>,
  ];
}

function resultOf(run: JobRun, t: Words): string {
  const word = t(`phase.${run.phase}`);
  const why = reasonWords(run.reason, '', t);
  if (run.phase === 'failed' && why !== '') return `${word}: ${why}`;
  return run.failedPods > 0 ? `${word}, ${t('failedPods', { count: run.failedPods })}` : word;
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
