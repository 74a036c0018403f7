import { humanDuration } from '@quarterdeck/shared/duration';
import { useMemo } from 'react';
import { textAt } from '../../api/read-field.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { Counts } from '../../ui/counts.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { TickingText } from '../../ui/ticking-text.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { IndexSquares } from './index-squares.tsx';
import classes from './job.module.css';
import { jobIndexes } from './job-indexes.ts';
import { inOrder, type JobPod, jobPodReader, jobPodsQuery } from './job-pods.ts';
import { backOff, JOB_HEALTH, type JobState, jobDeadlines, jobState } from './job-state.ts';
import { PodsTable } from './pods-table.tsx';
import { reasonWords } from './reason-words.ts';

const NONE: ReadonlyMap<string, JobPod> = new Map();

/** How far a Job is, why it is retried or has failed, and its pods, live (CTL-43, D-43); loaded lazily, hence the default export. */
export default function ProgressView({ target, object }: DetailProps) {
  const t = useWords('jobs');
  const found = useGatheredRows<JobPod>(() => [
    { id: 'pods', query: jobPodsQuery(target, object), read: jobPodReader },
  ]);
  const pods = useMemo(() => inOrder((found.items.get('pods') ?? NONE).values()), [found]);
  const status = found.statuses.get('pods');
  const state = jobState(object);
  const why = reasonWords(state.reason, state.message, t);
  const indexed = textAt(object, 'spec.completionMode') === 'Indexed';
  return (
    <>
      <p className={classes.state} role="status">
        <HealthMark
          health={JOB_HEALTH[state.phase]}
          label={t('stateAnd', { state: t(`phase.${state.phase}`), sentence: sentence(state, t) })}
        />
      </p>
      {why === '' ? null : <p className={state.phase === 'complete' ? classes.dim : classes.why}>{safeText(why)}</p>}
      <Completions state={state} t={t} />
      <Counts
        counts={{
          succeeded: state.succeeded,
          active: state.active,
          failed: state.failed,
          ...(state.terminating === undefined ? {} : { terminating: state.terminating }),
        }}
        label={(name) => t(`count.${name}`)}
      />
      <FactList items={facts(object, state, t)} />
      <IndexSquares indexes={jobIndexes(object, pods)} completions={state.wanted ?? 0} />
      {status?.problem === undefined ? null : <ProblemView compact problem={status.problem} />}
      <PodsTable
        target={target}
        pods={pods}
        indexed={indexed}
        // a pod that was retried or cleaned up is gone
        gone={status?.state === 'live' && state.phase === 'complete' && pods.length === 0}
      />
    </>
  );
}

function sentence({ wanted, succeeded, parallelism }: JobState, t: Words): string {
  return wanted === undefined
    ? t('work.queue', { count: parallelism })
    : t('work.fixed', { count: wanted, succeeded, parallelism: Math.min(parallelism, wanted) });
}

/** Completions as a bar: what has succeeded, what runs, what is left. */
function Completions({ state, t }: { readonly state: JobState; readonly t: Words }) {
  const { wanted, succeeded, active } = state;
  if (wanted === undefined || wanted === 0) return null;
  const share = (count: number) => `${Math.min(100, (100 * count) / wanted)}%`;
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={t('work.bar')}
      aria-valuemin={0}
      aria-valuemax={wanted}
      aria-valuenow={Math.min(succeeded, wanted)}
    >
      <i data-health={state.phase === 'failed' ? 'failed' : 'ok'} style={{ width: share(succeeded) }} />
      <i data-health="progressing" style={{ width: share(Math.min(active, wanted - succeeded)) }} />
    </div>
  );
}

function facts(object: DetailProps['object'], state: JobState, t: Words) {
  const { started, ended } = state;
  const { used, limit, perIndex, inPlace, wait } = backOff(object);
  const { stops, goes } = jobDeadlines(object);
  const left = (until: number) => () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    return seconds > 0 ? t('timing.in', { time: humanDuration(seconds) }) : t('timing.now');
  };
  const retries = [
    t(perIndex ? 'backOff.perIndex' : 'backOff.used', { used, limit, count: limit }),
    ...(wait === undefined ? [] : [t('backOff.wait', { time: humanDuration(wait) })]),
    ...(inPlace ? [t('backOff.inPlace')] : []),
  ];
  return [
    {
      id: 'duration',
      label: t('timing.duration'),
      value:
        started === undefined ? (
          t('timing.notStarted')
        ) : (
          <TickingText text={() => humanDuration(Math.max(0, Math.round(((ended ?? Date.now()) - started) / 1000)))} />
        ),
    },
    { id: 'backOff', label: t('backOff.title'), value: retries.join(' ') },
    ...(stops === undefined
      ? []
      : [{ id: 'stops', label: t('timing.stops'), value: <TickingText key="stops" text={left(stops)} /> }]),
    ...(goes === undefined
      ? []
      : [{ id: 'goes', label: t('timing.goes'), value: <TickingText key="goes" text={left(goes)} /> }]),
  ];
}
