import { type ProblemCode, ProblemError, problem } from '@quarterdeck/shared/problem';
import { beforeEach, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { canSuspend, hasEnded } from './job-kinds.ts';
import { jobAgain, jobOfCronJob, livingOwner, nameFault, nameSuffix, newJobName } from './new-job.ts';
import { runAgain, trigger } from './new-job-dialogs.tsx';
import { parallelismDialog } from './parallelism-dialog.tsx';
import { resume, suspend } from './suspend-dialogs.ts';

beforeEach(() => undoMemory.forget('c'));

const template = (labels: object = {}) => ({
  metadata: { labels: { app: 'report', ...labels } },
  spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] },
});
const cronJob = (spec: object = {}, status: object = {}): KubeObject => ({
  apiVersion: 'batch/v1beta1',
  kind: 'CronJob',
  metadata: { name: 'report', namespace: 'ns', uid: 'cron', creationTimestamp: '2026-11-01T00:00:00Z' },
  spec: {
    schedule: '0 * * * *',
    concurrencyPolicy: 'Allow',
    jobTemplate: {
      metadata: { labels: { team: 'a' }, annotations: { note: 'x' } },
      spec: { backoffLimit: 2, template: template() },
    },
    ...spec,
  },
  status,
});
const GENERATED = { 'controller-uid': 'u', 'job-name': 'load', 'batch.kubernetes.io/job-name': 'load' };
const job = (more: { metadata?: object; spec?: object; status?: object } = {}): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: 'load',
    namespace: 'ns',
    uid: 'job',
    resourceVersion: '7',
    labels: { team: 'a', ...GENERATED },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-22T00:00:00Z',
      note: 'x',
    },
    ...more.metadata,
  },
  spec: {
    completions: 3,
    suspend: false,
    selector: { matchLabels: { 'controller-uid': 'u' } },
    template: template(GENERATED),
    ...more.spec,
  },
  status: more.status,
});
const cronTarget = (object?: KubeObject): ActionTarget => ({
  ref: { cluster: 'c', resource: fakeResource('batch/v1/cronjobs', 'CronJob'), namespace: 'ns', name: 'report' },
  ...(object === undefined ? {} : { object }),
});
const jobTarget = (object?: KubeObject): ActionTarget => ({
  ref: { cluster: 'c', resource: fakeResource('batch/v1/jobs', 'Job'), namespace: 'ns', name: 'load' },
  ...(object === undefined ? {} : { object }),
});

/** What an action asks of the API server, which answers with the object, changed by what was sent unless it knows nothing of it. */
function asked(object: KubeObject, answer: object = {}) {
  const calls: { path: string; method: string; body: unknown }[] = [];
  const api: ActionApi = {
    navigate() {},
    copy: async () => {},
    request: async (path, { method = 'GET', body } = {}) => {
      if (method !== 'GET') calls.push({ path, method, body: JSON.parse(body ?? '{}') });
      return method === 'GET' ? object : { ...object, ...answer };
    },
  };
  return { calls, api };
}

it('makes of a CronJob what kubectl create job --from makes (CTL-44)', async () => {
  const { calls, api } = asked(cronJob());
  await trigger.run?.(cronTarget(), api, { name: 'report-manual-x', suffix: 'x' });
  expect(calls).toEqual([
    {
      path: '/apis/batch/v1/namespaces/ns/jobs',
      method: 'POST',
      body: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name: 'report-manual-x',
          namespace: 'ns',
          labels: { team: 'a' },
          annotations: { note: 'x', 'cronjob.kubernetes.io/instantiate': 'manual' },
          ownerReferences: [
            { apiVersion: 'batch/v1beta1', kind: 'CronJob', name: 'report', uid: 'cron', controller: true },
          ],
        },
        spec: { backoffLimit: 2, template: template() },
      },
    },
  ]);
  expect(trigger.kubectl?.(cronTarget(), { name: 'once', suffix: '' })).toBe(
    'kubectl create job once --from=cronjob/report -n ns',
  );
});

it.each([
  ['manual.plan', cronTarget()],
  ['manual.plan', cronTarget(cronJob())],
  ['manual.beside', cronTarget(cronJob({}, { active: [{ name: 'a' }] }))],
  ['manual.against', cronTarget(cronJob({ concurrencyPolicy: 'Forbid' }, { active: [{ name: 'a' }] }))],
])('says %s before it starts one', (key, target) => {
  expect(trigger.plan?.([target], { name: 'x', suffix: '' })).toMatchObject({ key: `jobs:${key}` });
});

it('runs a Job again as a new one that has nothing of the old one (CTL-43)', async () => {
  const { calls, api } = asked(job({ spec: { manualSelector: true } }));
  await runAgain.run?.(jobTarget(), api, { name: '', suffix: 'bcdfg' });
  expect(calls[0]?.body).toEqual({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'load-again-bcdfg', namespace: 'ns', labels: { team: 'a' }, annotations: { note: 'x' } },
    spec: { completions: 3, template: template() },
  });
  expect(runAgain.kubectl?.(jobTarget(), { name: 'two', suffix: '' })).toContain('.metadata.name="two"');
});

it('keeps it a run of its CronJob, and of nobody else who did not ask for it', () => {
  expect(jobAgain(run, 'two', OWNER)).toMatchObject({
    metadata: { annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' }, ownerReferences: [OWNER] },
  });
  expect(JSON.stringify(jobAgain(run, 'two'))).not.toMatch(/ownerReferences|instantiate/);
});

const OWNER = { apiVersion: 'batch/v1beta1', kind: 'CronJob', name: 'report', uid: 'cron', controller: true };
const run = job({ metadata: { ownerReferences: [{ ...OWNER, blockOwnerDeletion: true }] } });
const PATH = '/apis/batch/v1beta1/namespaces/ns/cronjobs/report';

it.each<[string, object | ProblemCode, object | ProblemCode, object | undefined]>([
  ['is there: without blockOwnerDeletion, which takes a right of its own', cronJob(), {}, OWNER],
  ['is another one by that name', { metadata: { name: 'report', uid: 'other' } }, {}, undefined],
  ['is on its way out', { metadata: { ...cronJob().metadata, deletionTimestamp: 'x' } }, {}, undefined],
  ['is gone: with it the Job would be collected', 'qd.api.not-found', 'qd.api.not-found', undefined],
  ['is served by another version now', 'qd.api.not-found', cronJob(), { ...OWNER, apiVersion: 'batch/v1' }],
  ['may not be read', 'qd.api.forbidden', {}, OWNER],
])('gives a run its CronJob as owner: it %s', async (_what, old, today, expected) => {
  const get = async (path: string) => {
    const answer = path === PATH ? old : today;
    if (typeof answer === 'string') throw new ProblemError(problem(answer, 'no'));
    return answer;
  };
  expect(await livingOwner(run, get)).toEqual(expected);
});

it('gives no owner that is no CronJob', async () => {
  const other = job({ metadata: { ownerReferences: [{ ...OWNER, kind: 'Workflow' }] } });
  expect(await livingOwner(other, () => Promise.reject(new Error('asked')))).toBeUndefined();
});

it('remembers what it made, unless it was a trial', async () => {
  const { api } = asked(job());
  await runAgain.run?.(jobTarget(), { ...api, isTrial: true }, { name: 'load', suffix: '' });
  expect(undoMemory.writes()).toEqual([]);
  await trigger.run?.(cronTarget(), asked(job({ metadata: { name: 'made' } })).api, { name: 'made', suffix: '' });
  expect(undoMemory.writes()[0]?.items).toMatchObject([
    { ref: { cluster: 'c', namespace: 'ns', name: 'made', resource: { resource: 'jobs' } }, before: undefined },
  ]);
});

it('names what it makes', () => {
  expect(newJobName('report', 'manual', 'bcdfg')).toBe('report-manual-bcdfg');
  expect(newJobName('report-manual-bcdfg', 'again', 'hjklm')).toBe('report-again-hjklm');
  const cut = (name: string) => newJobName(name, 'again', 'hjklm');
  expect(cut('a'.repeat(51))).toBe(`${'a'.repeat(51)}-again-hjklm`);
  const long = cut(`${'a'.repeat(42)}-${'b'.repeat(13)}`);
  expect(long).toMatch(/^a{42}-[a-z0-9]{7}-again-hjklm$/);
  // once more from there: nothing else is cut off
  expect(cut(long)).toBe(long);
  expect(
    nameFault(
      newJobName(
        'x'.repeat(63),
        'manual',
        nameSuffix(() => 0.99),
      ),
    ),
  ).toBeUndefined();
});

it('gives the runs of a CronJob with a long name a name each', () => {
  const runs = Array.from({ length: 500 }, (_, at) => `${'nightly-'.repeat(6)}load-${29_400_000 + at}`);
  const names = runs.map((name) => newJobName(name, 'again', 'hjklm'));
  expect(new Set(names).size).toBe(500);
  expect(names.map((name) => [name.length <= 63, nameFault(name)])).toEqual(runs.map(() => [true, undefined]));
});

it.each([
  ['', 'new.nameMissing'],
  ['a'.repeat(64), 'new.nameLong'],
  ['Report', 'new.nameWrong'],
  ['report-', 'new.nameWrong'],
  ['report.2', 'new.nameWrong'],
])('%j is no name of a Job', (name, key) => expect(nameFault(name)).toBe(key));

it('takes a template without metadata', () => {
  const bare = cronJob({ jobTemplate: { spec: { template: template() } } });
  expect(jobOfCronJob(bare, 'x')).toMatchObject({ metadata: { labels: {} }, spec: { template: template() } });
});

it.each([
  ['a CronJob that runs', cronTarget(cronJob()), true, false],
  ['a suspended CronJob', cronTarget(cronJob({ suspend: true })), false, true],
  ['a row', cronTarget(), true, true],
  ['a Job', jobTarget(job()), true, false],
  ['a suspended Job', jobTarget(job({ spec: { suspend: true } })), false, true],
  ['a Job of v1.20, which has no such field', jobTarget(job({ spec: { suspend: undefined } })), false, false],
  [
    'a Job that has ended',
    jobTarget(job({ status: { conditions: [{ type: 'Complete', status: 'True' }] } })),
    false,
    false,
  ],
  [
    'anything else',
    { ref: { ...cronTarget().ref, resource: fakeResource('apps/v1/deployments', 'Deployment') } },
    false,
    false,
  ],
])('%s can be suspended: %j %j', (_, target, suspends, resumes) => {
  expect([canSuspend(target, false), canSuspend(target, true)]).toEqual([suspends, resumes]);
});

it('suspends and resumes by a patch of one field', async () => {
  const { calls, api } = asked(cronJob());
  await suspend.run?.(cronTarget(), api, undefined);
  await resume.run?.(cronTarget(), api, undefined);
  expect(calls.map(({ method, body }) => [method, body])).toEqual([
    ['PATCH', { spec: { suspend: true } }],
    ['PATCH', { spec: { suspend: false } }],
  ]);
  expect(suspend.kubectl?.(cronTarget(), undefined)).toBe(
    `kubectl patch cronjobs.batch report -n ns --type=merge -p '{"spec":{"suspend":true}}'`,
  );
});

it('is told when a server passes over the suspension of a Job (v1.20)', async () => {
  const old = job({ spec: { suspend: undefined } });
  await expect(suspend.run?.(jobTarget(), asked(old).api, undefined)).rejects.toThrow(/1\.21/);
  const { api } = asked(job(), job({ spec: { suspend: true } }));
  await expect(suspend.run?.(jobTarget(), api, undefined)).resolves.toBeUndefined();
});

it('foretells the run that a resumed CronJob makes up for', () => {
  const plan = (spec: object, hours = 3) => {
    const lastScheduleTime = new Date(Date.now() - hours * 3_600_000).toISOString();
    const suspended = cronJob({ suspend: true, ...spec }, { lastScheduleTime });
    return resume.plan?.([cronTarget(suspended)], undefined)?.key;
  };
  expect(plan({})).toBe('jobs:resume.due');
  expect(plan({ startingDeadlineSeconds: 1 })).toBe('jobs:resume.cron');
  // a server before 1.21 gave up on it
  expect(plan({}, 200)).toBe('jobs:resume.many');
  expect(plan({ startingDeadlineSeconds: 7200 }, 200)).toBe('jobs:resume.due');
  expect(resume.plan?.([cronTarget(), jobTarget()], undefined)).toMatchObject({ key: 'jobs:resume.both' });
});

it('sets how many pods of a Job run at once', async () => {
  const input = { count: '0', before: '2', completions: '3' };
  const { calls, api } = asked(job());
  await parallelismDialog.run?.(jobTarget(), api, input);
  expect(calls[0]?.body).toEqual({ spec: { parallelism: 0 } });
  const plan = (count: string) => parallelismDialog.plan?.([jobTarget()], { ...input, count });
  expect(plan('0')).toMatchObject({ key: 'jobs:parallelism.none' });
  expect(plan('9')).toMatchObject({ key: 'jobs:parallelism.plan', values: { count: 3 } });
  const fault = (count: string) => parallelismDialog.form?.fault?.({ ...input, count }, [])?.key;
  expect([fault('1'), fault('-1'), fault('2')]).toEqual([
    undefined,
    'jobs:parallelism.wrong',
    'jobs:parallelism.label',
  ]);
});

it('knows a Job that has ended', () => {
  expect(hasEnded(job({ status: { conditions: [{ type: 'Failed', status: 'False' }] } }))).toBe(false);
  expect(hasEnded(job({ status: { conditions: [{ type: 'Failed', status: 'True' }] } }))).toBe(true);
});
