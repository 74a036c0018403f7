import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import { nextRun, scheduleFault } from './next-run.ts';

/** The controller counts no further, and says so by an event. */
export const MANY_MISSED = 100;
/** It looks every ten seconds, so that a shorter deadline can pass between two looks. */
export const CONTROLLER_PERIOD_S = 10;
/** It may be busy: what was due a moment ago is not missed yet. */
const PATIENCE_MS = 60_000;

/**
 * suspended, forbid (the one before still runs), deadline: it was too late for it · many: more than a hundred without a deadline, which
 * stops servers before 1.21 for good · unknown: the controller did not start it, for its own reasons
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
  const due: number[] = [];
  for (
    let at = nextRun(schedule, zone, since, since);
    at !== undefined && at <= now - PATIENCE_MS && due.length <= MANY_MISSED;
    at = nextRun(schedule, zone, at, since)
  )
    due.push(at);
  const [first] = due;
  if (first === undefined) return undefined;
  const deadline = numberAt(cronJob, 'spec.startingDeadlineSeconds');
  const isMany = due.length > MANY_MISSED;
  const next = (after: number) => nextRun(schedule, zone, after, since);
  const latest = isMany ? latestBefore(now, (due[1] ?? first) - first, next) : (due.at(-1) ?? first);
  const isLate = deadline !== undefined && latest + deadline * 1000 < now;
  return {
    count: due.length,
    first,
    cause: causeOf(cronJob, isLate, isMany && deadline === undefined),
    madeUp: !isLate,
  };
}

/** The latest run that was due, looked for from a little before now on: there are too many to count from the first. */
function latestBefore(now: number, gap: number, next: (after: number) => number | undefined): number {
  for (let back = 2 * gap; ; back *= 8) {
    let latest: number | undefined;
    for (let at = next(now - back); at !== undefined && at <= now; at = next(at)) latest = at;
    if (latest !== undefined) return latest;
  }
}

function causeOf(cronJob: object, isLate: boolean, isMany: boolean): MissedCause {
  if (textAt(cronJob, 'spec.suspend') === 'true') return 'suspended';
  if (textAt(cronJob, 'spec.concurrencyPolicy') === 'Forbid' && listAt(cronJob, 'status.active').length > 0)
    return 'forbid';
  if (isLate) return 'deadline';
  return isMany ? 'many' : 'unknown';
}
