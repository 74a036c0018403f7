import { humanDuration } from '@quarterdeck/shared/duration';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { onTick } from '../../ui/ticker.ts';
import { TickingText } from '../../ui/ticking-text.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import classes from '../job/job.module.css';
import { clockIn, clockText } from './clock-text.ts';
import { CONTROLLER_PERIOD_S, MANY_MISSED, missedRuns } from './missed-runs.ts';
import { cronReader, nextRun } from './next-run.ts';
import { scheduleWords } from './schedule-words.ts';

const NEXT_RUNS = 5;

/** When a CronJob runs, in words, and what stands in its way (CTL-44, D-42). */
export function ScheduleView({ object }: { readonly object: KubeObject }) {
  const t = useWords('jobs');
  const { i18n } = useTranslation();
  // a run that is due is no longer the next one
  useSyncExternalStore(onTick, () => Math.floor(Date.now() / 10_000));
  const now = Date.now();
  const schedule = textAt(object, 'spec.schedule');
  const { words, zone, eitherDay, fault } = scheduleWords(
    schedule,
    textAt(object, 'spec.timeZone'),
    i18n.language,
    cronReader(object.apiVersion),
  );
  const suspended = textAt(object, 'spec.suspend') === 'true';
  const missed = missedRuns(object, now);
  const every = /^@every (.+)$/.exec(schedule.trim())?.[1];
  const said = words ?? (every === undefined || fault !== undefined ? schedule : t('cron.every', { time: every }));
  return (
    <>
      <p className={classes.state} role="status">
        <HealthMark
          health={fault !== undefined ? 'failed' : suspended ? 'stopped' : 'ok'}
          label={suspended ? t('cron.suspended', { words: said }) : said}
        />
        <code>{safeText(schedule)}</code>
        <span className={classes.dim}>{zone === '' ? t('cron.noZone') : safeText(zone)}</span>
      </p>
      {fault === undefined ? null : (
        <p className={classes.why}>{safeText(t(`cron.fault.${fault}`, { schedule, zone }))}</p>
      )}
      {eitherDay ? <p className={classes.dim}>{t('cron.eitherDay')}</p> : null}
      {missed === undefined ? null : (
        <p className={classes.why}>
          {t(missed.count > MANY_MISSED ? 'cron.missed.more' : 'cron.missed.some', {
            count: Math.min(missed.count, MANY_MISSED),
            since: clockText(missed.first),
          })}{' '}
          {t(`cron.missed.${missed.cause}`)} {/* nothing comes again, which its cause says itself */}
          {missed.cause === 'many' ? null : t(missed.madeUp ? 'cron.missed.madeUp' : 'cron.missed.lost')}
        </p>
      )}
      <FactList items={policies(object, t)} />
      <NextRuns object={object} zone={zone} now={now} />
    </>
  );
}

/** What the CronJob says of runs that meet, come late and have ended. */
function policies(object: KubeObject, t: Words) {
  const policy = textAt(object, 'spec.concurrencyPolicy') || 'Allow';
  const deadline = numberAt(object, 'spec.startingDeadlineSeconds');
  const active = listAt(object, 'status.active').length;
  const known = ['Allow', 'Forbid', 'Replace'].includes(policy);
  const late =
    deadline === undefined
      ? t('cron.deadline.none')
      : t(deadline < CONTROLLER_PERIOD_S ? 'cron.deadline.short' : 'cron.deadline.some', {
          time: humanDuration(deadline),
          period: CONTROLLER_PERIOD_S,
        });
  return [
    {
      id: 'concurrency',
      label: t('cron.concurrency.title'),
      value: `${known ? t(`cron.concurrency.${policy}`) : safeText(policy)}${active === 0 ? '' : ` ${t('cron.concurrency.active', { count: active })}`}`,
    },
    { id: 'deadline', label: t('cron.deadline.title'), value: late },
    {
      id: 'history',
      label: t('cron.history.title'),
      value: t('cron.history.keeps', {
        succeeded: numberAt(object, 'spec.successfulJobsHistoryLimit') ?? 3,
        failed: numberAt(object, 'spec.failedJobsHistoryLimit') ?? 1,
      }),
    },
  ];
}

function NextRuns({ object, zone, now }: { readonly object: KubeObject; readonly zone: string; readonly now: number }) {
  const t = useWords('jobs');
  const runs = nextRuns(object, now);
  if (runs.length === 0) return null;
  const there = zone === '' ? 'UTC' : zone;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <h3 className={classes.title}>{t('cron.next.title')}</h3>
      <SimpleTable
        label={t('cron.next.title')}
        columns={[
          t('cron.next.local', { zone: here }),
          ...(there === here ? [] : [safeText(t('cron.next.zone', { zone: there }))]),
          t('cron.next.when'),
        ]}
        rows={runs.map((moment) => ({
          id: `${moment}`,
          cells: [
            clockText(moment),
            ...(there === here ? [] : [clockIn(moment, there)]),
            <TickingText
              key="when"
              text={() => {
                const left = Math.ceil((moment - Date.now()) / 1000);
                return left > 0 ? t('cron.next.in', { time: humanDuration(left) }) : t('cron.next.due');
              }}
            />,
          ],
        }))}
      />
      {zone === '' ? <p className={classes.dim}>{t('cron.next.unknownZone')}</p> : null}
      {textAt(object, 'spec.suspend') === 'true' ? <p className={classes.dim}>{t('cron.next.suspended')}</p> : null}
    </>
  );
}

function nextRuns(object: KubeObject, now: number): readonly number[] {
  const [schedule, zone] = [textAt(object, 'spec.schedule'), textAt(object, 'spec.timeZone')];
  const last = textAt(object, 'status.lastScheduleTime') || textAt(object, 'metadata.creationTimestamp');
  const anchor = Date.parse(last) || now;
  const reader = cronReader(object.apiVersion);
  const runs: number[] = [];
  for (
    let at = nextRun(schedule, zone, now, anchor, reader);
    at !== undefined && runs.length < NEXT_RUNS;
    at = nextRun(schedule, zone, at, anchor, reader)
  )
    runs.push(at);
  return runs;
}
