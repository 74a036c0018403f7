import { expect, it } from 'vitest';
import { backOff, jobDeadlines, jobState } from './job-state.ts';

const STARTED = '2026-11-22T10:00:00Z';
const job = (spec: object, status: object = {}) => ({
  spec: { completions: 3, parallelism: 2, backoffLimit: 4, ...spec },
  status: { startTime: STARTED, ...status },
});
const condition = (type: string, reason?: string, message?: string) => ({
  type,
  status: 'True',
  lastTransitionTime: '2026-11-22T10:01:08Z',
  ...(reason === undefined ? {} : { reason, message }),
});

it.each([
  ['waiting', { spec: {} }],
  ['running', job({}, { active: 2, succeeded: 1 })],
  ['retrying', job({}, { active: 1, failed: 2 })],
  ['paused', job({ parallelism: 0 })],
  // 1.21 and later
  ['suspended', job({ suspend: true }, { conditions: [condition('Suspended', 'JobSuspended', 'Job suspended')] })],
  // 1.20: the condition has no reason
  ['complete', job({}, { succeeded: 3, conditions: [condition('Complete')] })],
  // 1.31 and later
  [
    'complete',
    job(
      {},
      {
        conditions: [
          condition('SuccessCriteriaMet', 'CompletionsReached'),
          condition('Complete', 'CompletionsReached'),
        ],
      },
    ),
  ],
  ['ending', job({}, { active: 1, conditions: [condition('FailureTarget', 'PodFailurePolicy')] })],
  [
    'failed',
    job({}, { conditions: [condition('FailureTarget', 'DeadlineExceeded'), condition('Failed', 'DeadlineExceeded')] }),
  ],
  ['running', job({}, { conditions: [{ ...condition('Failed'), status: 'False' }] })],
])('is %s', (phase, object) => expect(jobState(object).phase).toBe(phase));

it('says why it failed, and when: a failed Job has no completionTime (v1.20)', () => {
  const failed = job(
    {},
    {
      failed: 5,
      conditions: [condition('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')],
    },
  );
  expect(jobState(failed)).toMatchObject({
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
    wanted: 3,
    ended: Date.parse('2026-11-22T10:01:08Z'),
  });
});

it('is a work queue without completions', () => {
  expect(jobState({ spec: { parallelism: 3 } })).toMatchObject({ wanted: undefined, parallelism: 3 });
});

it.each([
  [{}, { failed: 0 }, { used: 0, limit: 4, wait: undefined }],
  [{}, { failed: 1 }, { used: 1, wait: 10 }],
  [{}, { failed: 3 }, { used: 3, wait: 40 }],
  [{ backoffLimit: 20 }, { failed: 9 }, { used: 9, wait: 360 }],
  [{ backoffLimit: undefined }, { failed: 1 }, { limit: 6 }],
  [{}, { failed: 5, conditions: [condition('Failed', 'BackoffLimitExceeded', '')] }, { used: 4, wait: undefined }],
  [{ backoffLimitPerIndex: 1 }, { failed: 9 }, { limit: 1, perIndex: true, wait: 360 }],
  [{ template: { spec: { restartPolicy: 'OnFailure' } } }, {}, { inPlace: true }],
])('back-off of %j with %j (D-43)', (spec, status, expected) => {
  expect(backOff(job(spec, status))).toMatchObject(expected);
});

it.each([
  [{ activeDeadlineSeconds: 60 }, {}, { stops: Date.parse(STARTED) + 60_000 }],
  [{ activeDeadlineSeconds: 60, suspend: true }, {}, {}],
  [{ activeDeadlineSeconds: 60 }, { completionTime: '2026-11-22T10:00:10Z' }, {}],
  [
    { ttlSecondsAfterFinished: 100 },
    { completionTime: '2026-11-22T10:00:10Z' },
    { goes: Date.parse('2026-11-22T10:01:50Z') },
  ],
  [{ ttlSecondsAfterFinished: 100 }, {}, {}],
])('ends of %j with %j', (spec, status, expected) => expect(jobDeadlines(job(spec, status))).toEqual(expected));
