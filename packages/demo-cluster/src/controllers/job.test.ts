import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from './job-kinds.ts';
import { KEYS } from './kinds.ts';
import { conditionOf } from './pod-state.ts';
import { podSpec, type TestCluster, testCluster } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const script = (text: string, more: object = {}) =>
  podSpec('busybox:1.36', { command: ['sh', '-c', text] }, { restartPolicy: 'Never', ...more });
const add = (spec: object, text: string, more: object = {}) =>
  cluster.add('Job', 'j', { spec: { template: { spec: script(text, more) }, ...spec } });
const job = () => cluster.get<Job>('Job', 'j');
const conditions = () =>
  (job()?.status?.conditions ?? [])
    .filter((one) => one.status === 'True')
    .map((one) => `${one.type}: ${one.reason}: ${one.message}`);
const change = (spec: object) =>
  cluster.store.update(KEYS.Job, 't', 'j', (draft) => {
    Object.assign((draft as Job).spec, spec);
  });

describe('job', () => {
  it.each([
    [
      'completes',
      { completions: 1 },
      'true',
      { succeeded: 1, ready: 0, terminating: 0, uncountedTerminatedPods: {} },
      [
        'SuccessCriteriaMet: CompletionsReached: Reached expected number of succeeded pods',
        'Complete: CompletionsReached: Reached expected number of succeeded pods',
      ],
      'Completed Job completed',
    ],
    [
      'fails too often',
      { completions: 1, backoffLimit: 1 },
      'exit 3',
      { failed: 2 },
      [
        'FailureTarget: BackoffLimitExceeded: Job has reached the specified backoff limit',
        'Failed: BackoffLimitExceeded: Job has reached the specified backoff limit',
      ],
      'BackoffLimitExceeded Job has reached the specified backoff limit',
    ],
    [
      'takes too long',
      { completions: 1, activeDeadlineSeconds: 10 },
      'sleep 1000',
      { failed: 1 },
      [
        'FailureTarget: DeadlineExceeded: Job was active longer than specified deadline',
        'Failed: DeadlineExceeded: Job was active longer than specified deadline',
      ],
      'DeadlineExceeded Job was active longer than specified deadline',
    ],
    [
      'fails by a rule',
      {
        completions: 1,
        podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
      },
      'exit 42',
      { failed: 1 },
      [
        expect.stringMatching(
          /^FailureTarget: PodFailurePolicy: Container c for pod t\/j-\w{5} failed with exit code 42 matching FailJob rule at index 0$/,
        ),
        expect.stringMatching(/^Failed: PodFailurePolicy: /),
      ],
      expect.stringMatching(/^PodFailurePolicy Container c for pod/),
    ],
    [
      'succeeds with the leader',
      {
        completions: 3,
        parallelism: 3,
        completionMode: 'Indexed',
        successPolicy: { rules: [{ succeededIndexes: '0', succeededCount: 1 }] },
      },
      'if [ "$JOB_COMPLETION_INDEX" = 0 ]; then exit 0; else sleep 1000; fi',
      { succeeded: 1, completedIndexes: '0' },
      [
        'SuccessCriteriaMet: SuccessPolicy: Matched rules at index 0',
        'Complete: SuccessPolicy: Matched rules at index 0',
      ],
      'Completed Job completed',
    ],
    [
      'loses an index',
      { completions: 2, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 0 },
      'exit $JOB_COMPLETION_INDEX',
      { succeeded: 1, failed: 1, completedIndexes: '0', failedIndexes: '1' },
      ['FailureTarget: FailedIndexes: Job has failed indexes', 'Failed: FailedIndexes: Job has failed indexes'],
      'FailedIndexes Job has failed indexes',
    ],
  ])('%s', async (_title, spec, text, status, ends, event) => {
    add(spec, text);
    await cluster.advance(120_000);
    expect(job()?.status).toMatchObject(status);
    expect(conditions()).toEqual(ends);
    expect(cluster.eventsOf('j')).toContainEqual(event);
    expect(cluster.pods().filter((pod) => pod.metadata.finalizers)).toEqual([]);
  });

  it('waits longer after each failure', async () => {
    const born: number[] = [];
    const start = cluster.store.now();
    cluster.store.onEvent(({ key, type }) => {
      if (key.resource === 'pods' && type === 'ADDED') born.push(Math.round((cluster.store.now() - start) / 1000));
    });
    add({ completions: 1, backoffLimit: 3 }, 'exit 1');
    await cluster.advance(120_000);
    const gaps = born.slice(1).map((at, n) => at - (born[n] ?? 0));
    expect(born).toHaveLength(4);
    gaps.forEach((gap, n) => {
      expect(gap).toBeGreaterThanOrEqual(10 * 2 ** n);
      expect(gap).toBeLessThan(10 * 2 ** n + 8);
    });
  });

  it('stops while suspended, without counting that as failure, and starts anew', async () => {
    add({ completions: 1 }, 'sleep 30');
    await cluster.advance(5000);
    change({ suspend: true });
    await cluster.advance(40_000);
    expect(cluster.pods()).toEqual([]);
    expect(job()?.status?.startTime).toBeUndefined();
    expect(job()?.status?.failed).toBeUndefined();
    expect(conditions()).toEqual(['Suspended: JobSuspended: Job suspended']);
    change({ suspend: false });
    await cluster.advance(60_000);
    expect(job()?.status?.succeeded).toBe(1);
    expect(conditionOf(job()?.status?.conditions, 'Suspended')).toMatchObject({
      status: 'False',
      reason: 'JobResumed',
    });
    expect(cluster.eventsOf('j')).toEqual(expect.arrayContaining(['Suspended Job suspended', 'Resumed Job resumed']));
  });

  it('counts a pod that somebody deletes as failed, and replaces it', async () => {
    add({ completions: 1 }, 'sleep 20');
    await cluster.advance(5000);
    const [pod] = cluster.pods();
    cluster.store.delete(KEYS.Pod, 't', pod?.metadata.name ?? '', { graceSeconds: 1 });
    await cluster.advance(60_000);
    expect(job()?.status).toMatchObject({ succeeded: 1, failed: 1 });
  });

  it('names, labels and numbers the pods of indexes', async () => {
    add({ completions: 2, parallelism: 2, completionMode: 'Indexed' }, 'sleep 100');
    await cluster.advance(3000);
    expect(cluster.pods().map((pod) => pod.metadata.name.replace(/\w{5}$/, 'x'))).toEqual(['j-0-x', 'j-1-x']);
    expect(cluster.pods()[1]).toMatchObject({
      metadata: {
        annotations: { 'batch.kubernetes.io/job-completion-index': '1' },
        labels: { 'batch.kubernetes.io/job-completion-index': '1', 'job-name': 'j' },
        finalizers: ['batch.kubernetes.io/job-tracking'],
      },
      spec: { hostname: 'j-1' },
    });
  });

  it.each(['Background', 'Foreground'] as const)('leaves no pod behind when it is deleted: %s', async (propagation) => {
    add({ completions: 1 }, 'sleep 1000');
    await cluster.advance(5000);
    cluster.store.delete(KEYS.Job, 't', 'j', { propagation });
    await cluster.advance(60_000);
    expect([job(), ...cluster.pods()]).toEqual([undefined]);
  });
});
