import { expect, it } from 'vitest';
import type { EventFacts } from '../../live/read-event.ts';
import { rowOfWire } from '../../live/row.ts';
import { inOrder, numberOf, type Revision, revisionReader } from './revisions.ts';
import { type RolloutPod, rolloutPodReader } from './rollout-pods.ts';
import type { RolloutPhase, RolloutState } from './rollout-state.ts';
import { type Findings, findSuspect, whyStuck } from './why-stuck.ts';

const state = (phase: RolloutPhase, reports: RolloutState['reports'] = []): RolloutState => ({
  phase,
  wanted: 4,
  updated: 2,
  available: 3,
  ready: 3,
  old: 3,
  reports,
});
const why = (given: RolloutState, newest: Revision, pods: readonly RolloutPod[], found?: Findings, now = 30) =>
  whyStuck(given, findSuspect(given, newest, pods, now), found);
const set: Revision = {
  uid: 'rs-2',
  name: 'web-5d',
  number: 2,
  created: 10,
  cause: '',
  images: ['web:v10'],
  wanted: 2,
  pods: 2,
  ready: 0,
  available: 0,
};
const columns = ['Name', 'Ready', 'Status'].map((name) => ({
  name,
  type: 'string',
  format: '',
  priority: 0,
  description: '',
}));
const pod = (
  name: string,
  status: string,
  more: { ready?: string; owner?: string; fields?: unknown[] } = {},
): RolloutPod =>
  rolloutPodReader(columns)(
    rowOfWire([
      `uid-${name}`,
      'ns',
      name,
      20,
      null,
      [name, more.ready ?? '0/1', status],
      [more.owner ?? 'rs-2'],
      ...(more.fields ?? []),
    ]),
  );

// as a kubelet of v1.20 and one of today word it
const PULL_120 = 'Back-off pulling image "web:v10"';
const PULL_NOW = 'Back-off pulling image "web:v10": ErrImagePull: failed to resolve reference "web:v10": not found';
// the scheduler of v1.20, with a comma within a reason, and of today, with the sentence on preemption
const SCHED_120 =
  "0/3 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate, 2 Insufficient cpu.";
const SCHED_NOW =
  '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.';

it.each([PULL_120, PULL_NOW])('an image that is not there: set, then pod with its words (T2.6-14): %s', (message) => {
  const pods = [
    pod('old', 'CrashLoopBackOff', { owner: 'rs-1' }),
    pod('new-0', 'ImagePullBackOff'),
    pod('new-1', 'ImagePullBackOff', { fields: [[message]] }),
  ];
  expect(why(state('updating'), set, pods)).toEqual([
    { of: 'set', name: 'web-5d', wanted: 2, pods: 2, available: 0 },
    { of: 'pod', name: 'new-1', uid: 'uid-new-1', status: 'ImagePullBackOff', message, count: 2 },
  ]);
});

it.each([SCHED_120, SCHED_NOW])("a pod that no node takes has the scheduler's words: %s", (message) => {
  const pods = [pod('new-0', 'Pending', { fields: [null, 'Unschedulable', message] })];
  expect(why(state('updating'), set, pods).at(-1)).toMatchObject({ of: 'pod', status: 'Pending', message });
});

it('a quota lets no pod be made: the report, then the set that is short', () => {
  const report = {
    reason: 'FailedCreate',
    message: 'pods "web-5d-x" is forbidden: exceeded quota: small, requested: pods=1',
  };
  expect(why(state('stuck', [report]), { ...set, pods: 0 }, [])).toEqual([
    { of: 'deployment', ...report },
    { of: 'set', name: 'web-5d', wanted: 2, pods: 0, available: 0 },
    { of: 'quota', name: 'small' },
  ]);
});

it.each([
  ['its pods are only starting', state('updating'), [pod('new-0', 'ContainerCreating')]],
  ['its pods run and are not ready yet', state('updating'), [pod('new-0', 'Running')]],
  ['its pods run', state('retiring'), [pod('new-0', 'Running', { ready: '1/1' })]],
  ['it is over', state('done'), [pod('new-0', 'CrashLoopBackOff')]],
  ['the controller has not looked', state('unseen'), [pod('new-0', 'Error')]],
] as const)('says nothing when %s', (_, given, pods) => {
  expect(why(given, set, pods)).toEqual([]);
});

it('names a pod that runs and does not become ready, after a minute or once it is stuck', () => {
  const pods = [pod('new-0', 'Running')];
  expect(why(state('updating'), set, pods, undefined, 80)).toEqual([]);
  expect(why(state('updating'), set, pods, undefined, 81).at(-1)).toMatchObject({ of: 'pod', status: 'Running' });
  const report = { reason: 'ProgressDeadlineExceeded', message: 'timed out' };
  expect(why(state('stuck', [report]), set, pods).at(-1)).toMatchObject({ of: 'pod', status: 'Running' });
});

it('has the words of an init container whose image cannot be pulled', () => {
  const pods = [pod('new-0', 'Init:ImagePullBackOff', { fields: [[], null, null, [], [PULL_120]] })];
  expect(why(state('updating'), set, pods).at(-1)).toMatchObject({ of: 'pod', message: PULL_120 });
});

const found = (more: Partial<Findings>): Findings => ({
  events: [],
  claims: undefined,
  claimEvents: new Map(),
  budgets: [],
  ...more,
});
const event = (message: string, last: number, type = 'Warning'): EventFacts => ({
  type,
  reason: 'Failed',
  message,
  from: 'kubelet',
  part: '',
  about: { apiVersion: 'v1', kind: 'Pod', namespace: 'ns', name: 'new-0' },
  count: 3,
  first: 0,
  last,
});

it('ends with the newest warnings that say more than the pod does', () => {
  const events = [
    event(PULL_120, 9),
    event(`Failed: ${PULL_120}`, 9),
    event('Error: ErrImagePull', 8),
    event('Pulling image "web:v10"', 7, 'Normal'),
    event('not found', 3),
    event('not found', 2),
    event('no basic auth credentials', 4),
    event('older', 1),
  ];
  const pods = [pod('new-0', 'ImagePullBackOff', { fields: [[PULL_120]] })];
  expect(why(state('updating'), set, pods, found({ events })).slice(2)).toEqual([
    { of: 'event', reason: 'Failed', message: 'no basic auth credentials', count: 3 },
    { of: 'event', reason: 'Failed', message: 'not found', count: 3 },
  ]);
});

it('names the claims that are not bound, and those that are not there', () => {
  const unscheduled = pod('new-0', 'Pending', {
    fields: [null, 'Unschedulable', 'pod has unbound immediate PersistentVolumeClaims', ['data', 'gone', 'bound']],
  });
  const claims = new Map([
    ['data', { uid: 'data', phase: 'Pending' }],
    ['bound', { uid: 'bound', phase: 'Bound' }],
  ]);
  const none = 'no persistent volumes available for this claim and no storage class is set';
  const claimEvents = new Map([['data', [event('waiting for a volume', 1), event(none, 2, 'Normal')]]]);
  expect(why(state('updating'), set, [unscheduled], found({ claims, claimEvents })).slice(2)).toEqual([
    { of: 'claim', name: 'data', phase: 'Pending', message: none },
    { of: 'claim', name: 'gone', phase: '', message: '' },
  ]);
  // nothing is said of claims that nobody has read
  expect(why(state('updating'), set, [unscheduled])).toHaveLength(2);
});

it('names the budgets over its pods that have no room: a drain waits for the rollout', () => {
  const budget = { name: 'web', healthy: 2, needed: 2 };
  const budgets = [
    { ...budget, allowed: 0 },
    { ...budget, name: 'roomy', allowed: 1 },
  ];
  const pods = [pod('new-0', 'Pending', { fields: [null, 'Unschedulable', SCHED_NOW] })];
  expect(why(state('updating'), set, pods, found({ budgets })).at(-1)).toEqual({ of: 'budget', ...budget });
  expect(why(state('done'), set, [], found({ budgets }))).toEqual([]);
});

it('says a refusal once, whichever pod it was about', () => {
  const refusal = (name: string) => `pods "${name}" is forbidden: exceeded quota: small, requested: pods=1`;
  const report = { reason: 'FailedCreate', message: refusal('web-5d-a') };
  const events = [
    event(`Error creating: ${refusal('web-5d-b')}`, 1),
    event(`(combined from similar events): Error creating: ${refusal('web-5d-c')}`, 2),
  ];
  const chain = why(state('stuck', [report]), { ...set, pods: 0 }, [], found({ events }));
  expect(chain.map(({ of }) => of)).toEqual(['deployment', 'set', 'quota']);
});

it.each([
  'pods "a" is forbidden: failed quota: tight.one: must specify limits.cpu',
  'Error creating: pods "a" is forbidden: exceeded quota: tight.one, requested: pods=1, used: pods=2, limited: pods=2',
])('names the quota of a refusal in an event: %s', (message) => {
  const report = { reason: 'ProgressDeadlineExceeded', message: 'timed out' };
  const known = found({ events: [event(message, 1)] });
  expect(why(state('stuck', [report]), { ...set, pods: 0 }, [], known)).toContainEqual({
    of: 'quota',
    name: 'tight.one',
  });
});

it('names what is only starting once the deadline has gone by', () => {
  const report = { reason: 'ProgressDeadlineExceeded', message: 'timed out' };
  expect(why(state('stuck', [report]), set, [pod('new-0', 'ContainerCreating')]).map(({ of }) => of)).toEqual([
    'deployment',
    'set',
    'pod',
  ]);
});

it('reads the ReplicaSets that are its own, with number, cause and images (OPS-095)', () => {
  const read = revisionReader('dep')([]);
  const annotations = { 'deployment.kubernetes.io/revision': '3', 'kubernetes.io/change-cause': 'v2' };
  const row = (owner: string) =>
    rowOfWire(['u', 'ns', 'web-6', 5, null, [], [owner], annotations, 4, 3, 2, 1, ['a:1', 'b:2']]);
  expect(read(row('other'))).toBeUndefined();
  expect(read(row('dep'))).toEqual({
    uid: 'u',
    name: 'web-6',
    number: 3,
    created: 5,
    cause: 'v2',
    images: ['a:1', 'b:2'],
    wanted: 4,
    pods: 3,
    ready: 2,
    available: 1,
  });
  expect(read(rowOfWire(['u', 'ns', 'web-6', 5, null, [], ['dep'], 'odd']))).toMatchObject({ number: 0, images: [] });
});

it('orders revisions by their number, the newest first', () => {
  const all = [
    { number: 2, created: 9 },
    { number: 10, created: 1 },
    { number: 0, created: 5 },
    { number: 0, created: 7 },
  ];
  expect(inOrder(all).map(({ number, created }) => [number, created])).toEqual([
    [10, 1],
    [2, 9],
    [0, 7],
    [0, 5],
  ]);
  const annotated = (text: string) => numberOf(undefined, { 'deployment.kubernetes.io/revision': text });
  expect(['7', '', 'x', '-1'].map(annotated)).toEqual([7, 0, 0, 0]);
  expect([4, -1, 1.5].map((field) => numberOf(field, undefined))).toEqual([4, 0, 0]);
});
