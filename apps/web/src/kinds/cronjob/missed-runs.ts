import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import { cronReader, nextRun, scheduleFault } from './next-run.ts';

/** The controller counts no further, and says so by an event; those before 1.21 then give up. */
export const MANY_MISSED = 100;
/** It looks every ten seconds, so that a shorter deadline can pass between two looks. */
export const CONTROLLER_PERIOD_S = 10;
/** It may be busy: what was due a moment ago is not missed yet. */
const PATIENCE_MS = 60_000;

/**
 * many: more than a hundred since it ran last or within its deadline, which stops servers before 1.21 for good (others start the latest
 * one) · suspended, forbid (the one before still runs), deadline: it was too late for it · unknown: the controller did not start it, for
 * its own reasons
 */
type MissedCause = 'suspended' | 'forbid' | 'deadline' | 'many' | 'unknown';

interface MissedRuns {
  /** no more than {@link MANY_MISSED} and one are counted */
  readonly count: number;
  /** epoch milliseconds */
  readonly first: number;
  readonly cause: MissedCause;
  /** the controller still starts one in their place, as soon as nothing stands in its way */
  readonly madeUp: boolean;
}

/** What a CronJob should have run since it last ran, and did not; undefined when that is nothing (D-42). */
export function missedRuns(cronJob: object, now: number): MissedRuns | undefined {
  const schedule = textAt(cronJob, 'spec.schedule');
  const zone = textAt(cronJob, 'spec.timeZone');
  if (scheduleFault(schedule, zone) !== undefined) return undefined;
  const since = Date.parse(textAt(cronJob, 'status.lastScheduleTime') || textAt(cronJob, 'metadata.creationTimestamp'));
  if (Number.isNaN(since)) return undefined;
  const reader = cronReader(textAt(cronJob, 'apiVersion'));
  const next = (after: number) => nextRun(schedule, zone, after, since, reader);
  const due = dueAfter(since, now - PATIENCE_MS, next);
  const [first] = due;
  if (first === undefined) return undefined;
  const deadline = numberAt(cronJob, 'spec.startingDeadlineSeconds');
  const isMany = due.length > MANY_MISSED;
  const latest = isMany ? latestBefore(now, (due[1] ?? first) - first, next) : (due.at(-1) ?? first);
  const isLate = deadline !== undefined && latest + deadline * 1000 < now;
  // what is older than the deadline is not counted by the controller
  const from = deadline === undefined ? since : Math.max(since, now - deadline * 1000);
  const givesUp = reader === 'v1' && isMany && dueAfter(from, now, next).length > MANY_MISSED;
  return {
    count: due.length,
    first,
    cause: givesUp ? 'many' : causeOf(cronJob, isLate),
    madeUp: !isLate && !givesUp,
  };
}

/** The runs that were due after a moment up to another: no more than {@link MANY_MISSED} and one. */
function dueAfter(from: number, to: number, next: (after: number) => number | undefined): readonly number[] {
  const due: number[] = [];
  for (let at = next(from); at !== undefined && at <= to && due.length <= MANY_MISSED; at = next(at)) due.push(at);
  return due;
}

/** The latest run that was due, looked for from a little before now on: there are too many to count from the first. */
function latestBefore(now: number, gap: number, next: (after: number) => number | undefined): number {
  for (let back = 2 * gap; ; back *= 8) {
    let latest: number | undefined;
    for (let at = next(now - back); at !== undefined && at <= now; at = next(at)) latest = at;
    if (latest !== undefined) return latest;
  }
}

function causeOf(cronJob: object, isLate: boolean): MissedCause {
  if (textAt(cronJob, 'spec.suspend') === 'true') return 'suspended';
  if (textAt(cronJob, 'spec.concurrencyPolicy') === 'Forbid' && listAt(cronJob, 'status.active').length > 0)
    return 'forbid';
  return isLate ? 'deadline' : 'unknown';
}
