import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CronJob, Job } from './job-kinds.ts';
import { KEYS } from './kinds.ts';
import { podSpec, type TestCluster, testCluster } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const add = (spec: object, script = 'sleep 100') =>
  cluster.add('CronJob', 'tick', {
    spec: {
      schedule: '*/1 * * * *',
      jobTemplate: {
        metadata: { labels: { from: 'tick' } },
        spec: {
          template: { spec: podSpec('busybox:1.36', { command: ['sh', '-c', script] }, { restartPolicy: 'Never' }) },
        },
      },
      ...spec,
    },
  });
const cron = () => cluster.get<CronJob>('CronJob', 'tick');
const jobs = () => cluster.list<Job>('Job').map((one) => one.metadata.name);
const about = () => cluster.eventsOf('tick');
const minutes = Date.parse('2026-11-21T12:00:00Z') / 60_000;

describe('cron job', () => {
  it.each([
    ['Allow', [`tick-${minutes + 1}`, `tick-${minutes + 2}`], ''],
    [
      'Forbid',
      [`tick-${minutes + 1}`],
      'JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid',
    ],
    ['Replace', [`tick-${minutes + 2}`], `SuccessfulDelete Deleted job tick-${minutes + 1}`],
  ])('with concurrency policy %s', async (concurrencyPolicy, names, event) => {
    add({ concurrencyPolicy });
    await cluster.advance(150_000);
    expect(jobs()).toEqual(names);
    expect(cron()?.status?.active?.map((one) => one.name)).toEqual(names);
    if (event) expect(about()).toContain(event);
  });

  it('notes when jobs ended, and gives each its time', async () => {
    add({ timeZone: 'America/New_York' }, 'true');
    await cluster.advance(90_000);
    const [job] = cluster.list<Job>('Job');
    expect(job?.metadata.labels).toMatchObject({ from: 'tick' });
    expect(job?.metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-21T07:01:00-05:00',
    });
    expect(about()).toContain(`SawCompletedJob Saw completed job: tick-${minutes + 1}, condition: Complete`);
    expect(cron()?.status).toMatchObject({ lastSuccessfulTime: job?.status?.completionTime });
    expect(cron()?.status?.active).toBeUndefined();
  });

  it('starts the last of many missed times only, and warns', async () => {
    add({ suspend: true }, 'true');
    await cluster.advance(200 * 60_000 + 30_000);
    cluster.store.update(KEYS.CronJob, 't', 'tick', (draft) => {
      (draft as CronJob).spec.suspend = false;
    });
    await cluster.advance(1000);
    expect(jobs()).toEqual([`tick-${minutes + 200}`]);
    expect(about()).toContain(
      'TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    );
  });

  it('does not start what is too late', async () => {
    add({ schedule: '0 * * * *', suspend: true, startingDeadlineSeconds: 20 }, 'true');
    await cluster.advance(61 * 60_000);
    cluster.store.update(KEYS.CronJob, 't', 'tick', (draft) => {
      (draft as CronJob).spec.suspend = false;
    });
    await cluster.advance(1000);
    expect(jobs()).toEqual([]);
  });

  it('recognises a job that somebody started by hand', async () => {
    const made = add({ suspend: true }, 'true');
    cluster.store.create(KEYS.Job, {
      metadata: {
        name: 'by-hand',
        namespace: 't',
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid: made.metadata.uid, controller: true },
        ],
      },
      spec: structuredClone((made as CronJob).spec.jobTemplate.spec),
    });
    await cluster.advance(10_000);
    expect(about()).toContain('UnexpectedJob Saw a job that the controller did not create or forgot: by-hand');
    expect(cron()?.status?.lastSuccessfulTime).toBeDefined();
  });

  it('leaves the failed and the succeeded that its limits allow', async () => {
    add({ successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 0 }, 'true');
    await cluster.advance(200_000);
    expect(jobs()).toEqual([`tick-${minutes + 3}`]);
  });
});
