import { listAt, numberAt, textAt, valueAt } from '../../api/read-field.ts';
import type { Health } from '../define-kind.ts';

/** ending: it has been decided how it ends, and its last pods stop · retrying: it goes on after failures */
export type JobPhase = 'complete' | 'failed' | 'ending' | 'suspended' | 'waiting' | 'paused' | 'retrying' | 'running';

export interface JobState {
  readonly phase: JobPhase;
  /** of the condition that decided it: "BackoffLimitExceeded" */
  readonly reason: string;
  readonly message: string;
  readonly succeeded: number;
  readonly active: number;
  readonly failed: number;
  /** pods on their way out; undefined: the server does not count them */
  readonly terminating: number | undefined;
  /** undefined: a work queue, which is done when one pod says so */
  readonly wanted: number | undefined;
  readonly parallelism: number;
  /** epoch milliseconds */
  readonly started: number | undefined;
  readonly ended: number | undefined;
}

export const JOB_HEALTH: Readonly<Record<JobPhase, Health>> = {
  complete: 'ok',
  failed: 'failed',
  ending: 'progressing',
  suspended: 'stopped',
  waiting: 'progressing',
  paused: 'stopped',
  retrying: 'warning',
  running: 'progressing',
};

/** How far a Job is (CTL-43). */
export function jobState(job: object): JobState {
  const conditions = listAt(job, 'status.conditions');
  const of = (type: string) =>
    conditions.find((each) => textAt(each, 'type') === type && textAt(each, 'status') === 'True');
  const failed = of('Failed');
  const complete = of('Complete');
  const ending = of('FailureTarget') ?? of('SuccessCriteriaMet');
  const decided = failed ?? complete ?? ending;
  const parallelism = numberAt(job, 'spec.parallelism') ?? 1;
  const failures = numberAt(job, 'status.failed') ?? 0;
  const started = momentAt(job, 'status.startTime');
  return {
    phase:
      failed !== undefined
        ? 'failed'
        : complete !== undefined
          ? 'complete'
          : ending !== undefined
            ? 'ending'
            : textAt(job, 'spec.suspend') === 'true'
              ? 'suspended'
              : parallelism === 0
                ? 'paused'
                : started === undefined
                  ? 'waiting'
                  : failures > 0
                    ? 'retrying'
                    : 'running',
    reason: textAt(decided, 'reason'),
    message: textAt(decided, 'message'),
    succeeded: numberAt(job, 'status.succeeded') ?? 0,
    active: numberAt(job, 'status.active') ?? 0,
    failed: failures,
    terminating: numberAt(job, 'status.terminating'),
    wanted: numberAt(job, 'spec.completions'),
    parallelism,
    started,
    // a Job that failed has no completionTime
    ended: momentAt(job, 'status.completionTime') ?? momentAt(failed, 'lastTransitionTime'),
  };
}

/** The retries of a Job (D-43): a failed pod is made anew, each time after a longer wait, until the limit is passed. */
export interface BackOff {
  readonly used: number;
  readonly limit: number;
  /** each index has retries of its own */
  readonly perIndex: boolean;
  /** its containers are restarted in their pods: their restarts count, which the Job does not tell */
  readonly inPlace: boolean;
  /** seconds until the next pod, at least, counted from the last failure; undefined: no further one comes */
  readonly wait: number | undefined;
}

const FIRST_WAIT_S = 10;
const LONGEST_WAIT_S = 360;

export function backOff(job: object): BackOff {
  const { failed, phase } = jobState(job);
  const perIndex = numberAt(job, 'spec.backoffLimitPerIndex');
  const limit = perIndex ?? numberAt(job, 'spec.backoffLimit') ?? 6;
  const goesOn = phase === 'retrying' && (perIndex !== undefined || failed <= limit);
  return {
    // pods that ran beside the last one may fail as well
    used: perIndex === undefined ? Math.min(failed, limit) : failed,
    limit,
    perIndex: perIndex !== undefined,
    inPlace: textAt(job, 'spec.template.spec.restartPolicy') === 'OnFailure',
    wait: goesOn ? Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** Math.min(failed - 1, 10)) : undefined,
  };
}

/** Epoch milliseconds when the Job is stopped for good, or removed because it has ended; undefined when nothing says so. */
export function jobDeadlines(job: object): { readonly stops?: number; readonly goes?: number } {
  const { started, ended, phase } = jobState(job);
  const [active, ttl] = ['activeDeadlineSeconds', 'ttlSecondsAfterFinished'].map((name) =>
    numberAt(job, `spec.${name}`),
  );
  const runs = started !== undefined && ended === undefined && phase !== 'suspended';
  return {
    ...(active === undefined || !runs ? {} : { stops: started + active * 1000 }),
    ...(ttl === undefined || ended === undefined ? {} : { goes: ended + ttl * 1000 }),
  };
}

function momentAt(source: unknown, path: string): number | undefined {
  const value = valueAt(source, path);
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}
