import { expect, it } from 'vitest';
import { missedRuns } from './missed-runs.ts';

const NOW = Date.parse('2026-11-22T12:00:30Z');
const cronJob = (spec: object, last = '2026-11-22T09:00:00Z', active = 0) => ({
  metadata: { creationTimestamp: '2026-11-01T00:00:00Z' },
  spec: { schedule: '0 * * * *', concurrencyPolicy: 'Allow', ...spec },
  status: { lastScheduleTime: last, active: Array.from({ length: active }, (_, i) => ({ name: `job-${i}` })) },
});

/** As a server before 1.21 has it; it ran last eleven hours ago. */
const old = (spec: object) => ({ apiVersion: 'batch/v1beta1', ...cronJob(spec, '2026-11-22T01:00:00Z') });

it.each([
  ['nothing is missing', cronJob({}, '2026-11-22T12:00:00Z'), undefined],
  // 12:00 is half a minute ago: the controller may still come
  ['a moment ago is not missed yet', cronJob({}, '2026-11-22T11:00:00Z'), undefined],
  ['the controller does not say why', cronJob({}), { count: 2, cause: 'unknown', madeUp: true }],
  ['suspended', cronJob({ suspend: true }), { count: 2, cause: 'suspended', madeUp: true }],
  [
    'the one before still runs',
    cronJob({ concurrencyPolicy: 'Forbid' }, undefined, 1),
    { count: 2, cause: 'forbid', madeUp: true },
  ],
  ['with Allow another one starts beside it', cronJob({}, undefined, 1), { count: 2, cause: 'unknown', madeUp: true }],
  [
    'too late by its own deadline',
    cronJob({ startingDeadlineSeconds: 300 }),
    { count: 2, cause: 'deadline', madeUp: false },
  ],
  ['within its deadline', cronJob({ startingDeadlineSeconds: 7200 }), { count: 2, cause: 'unknown', madeUp: true }],
  [
    'more than a hundred: today’s controller warns and starts the latest',
    cronJob({ schedule: '* * * * *' }, '2026-11-22T01:00:00Z'),
    { count: 101, cause: 'unknown', madeUp: true },
  ],
  [
    'more than a hundred, of a server before 1.21',
    old({ schedule: '* * * * *' }),
    { count: 101, cause: 'many', madeUp: false },
  ],
  [
    'more than a hundred, of a server before 1.21, which resuming does not help',
    old({ schedule: '* * * * *', suspend: true }),
    { count: 101, cause: 'many', madeUp: false },
  ],
  [
    'an old server counts within the deadline only',
    old({ schedule: '* * * * *', startingDeadlineSeconds: 200 }),
    { count: 101, cause: 'unknown', madeUp: true },
  ],
  [
    'more than a hundred within its deadline, of a server before 1.21',
    old({ schedule: '* * * * *', startingDeadlineSeconds: 7200 }),
    { count: 101, cause: 'many', madeUp: false },
  ],
  [
    'more than a hundred, with a deadline that counts from now',
    cronJob({ schedule: '* * * * *', startingDeadlineSeconds: 200 }, '2026-11-22T01:00:00Z'),
    { count: 101, cause: 'unknown', madeUp: true },
  ],
  ['what is no schedule misses nothing', cronJob({ schedule: 'soon' }), undefined],
  ['in its own zone', cronJob({ schedule: '0 18 * * *', timeZone: 'Asia/Shanghai' }), { count: 1, cause: 'unknown' }],
  ['of a server that does not say when it last ran', { spec: { schedule: '* * * * *' } }, undefined],
] as const)('%s (D-42)', (_, object, expected) => {
  const missed = missedRuns(object, NOW);
  if (expected === undefined) expect(missed).toBeUndefined();
  else expect(missed).toMatchObject(expected);
});

it('counts from its creation when it has never run', () => {
  const never = { metadata: { creationTimestamp: '2026-11-22T10:30:00Z' }, spec: { schedule: '0 * * * *' } };
  expect(missedRuns(never, NOW)).toMatchObject({ count: 1, first: Date.parse('2026-11-22T11:00:00Z') });
});
