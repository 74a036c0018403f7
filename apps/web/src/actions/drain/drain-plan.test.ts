import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { type DrainOptions, drainFlags, drainPlan, drainSum } from './drain-plan.ts';

const mild: DrainOptions = { force: false, deleteEmptyDir: false, graceSeconds: '' };
const owned = (kind: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'o', uid: 'o', controller: true }],
});
const pod = (name: string, metadata: object = {}, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'n', uid: name, labels: { app: 'web' }, ...metadata },
  spec: {},
  status: { phase: 'Running' },
  ...more,
});
const budget = (
  name: string,
  disruptionsAllowed: number,
  { namespace = 'n', apiVersion = 'policy/v1', spec = {}, status = {} } = {},
): KubeObject => ({
  apiVersion,
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace, uid: name, generation: 1 },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  status: { observedGeneration: 1, disruptionsAllowed, ...status },
});
const ready = { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } };
const emptyDir = { spec: { volumes: [{ name: 'cache', emptyDir: {} }] } };
const mirror = { annotations: { 'kubernetes.io/config.mirror': 'h' }, ...owned('Node') };

describe('the plan of a drain (OPS-183, CTL-52)', () => {
  it.each([
    ['of a ReplicaSet', pod('p', owned('ReplicaSet')), mild, 'evict', 'taken'],
    ['of a DaemonSet', pod('p', owned('DaemonSet')), mild, 'daemonSet', 'passed'],
    ['of a DaemonSet, ended', pod('p', owned('DaemonSet'), { status: { phase: 'Failed' } }), mild, 'finished', 'taken'],
    ['static', pod('p', mirror), { ...mild, force: true }, 'mirror', 'passed'],
    ['bare', pod('p'), mild, 'bare', 'barred'],
    ['bare, forced', pod('p'), { ...mild, force: true }, 'bare', 'taken'],
    ['bare with data, forced', pod('p', {}, emptyDir), { ...mild, force: true }, 'bare', 'barred'],
    ['an owner that does not control it', pod('p', { ownerReferences: [] }), mild, 'bare', 'barred'],
    ['with an emptyDir', pod('p', owned('ReplicaSet'), emptyDir), mild, 'emptyDir', 'barred'],
    [
      'with an emptyDir that may go',
      pod('p', owned('ReplicaSet'), emptyDir),
      { ...mild, deleteEmptyDir: true },
      'emptyDir',
      'taken',
    ],
    [
      'ended, with an emptyDir',
      pod('p', {}, { ...emptyDir, status: { phase: 'Succeeded' } }),
      mild,
      'finished',
      'taken',
    ],
    ['leaving', pod('p', { deletionTimestamp: '2026-11-21T10:00:00Z' }), mild, 'leaving', 'taken'],
    [
      'of a DaemonSet, leaving a node that is silent for ever',
      pod('p', { ...owned('DaemonSet'), deletionTimestamp: '2026-11-21T10:00:00Z' }),
      mild,
      'daemonSet',
      'passed',
    ],
  ] as const)('%s', (_, given, options, sort, fate) => {
    const [planned] = drainPlan([given], [], options);
    expect([planned?.class, planned?.fate]).toEqual([sort, fate]);
  });

  // as kubectl drain: fatal without --force, and then like any other pod
  it.each<[string, object, DrainOptions, string]>([
    ['running', {}, mild, 'orphan barred'],
    ['running, forced', {}, { ...mild, force: true }, 'orphan taken'],
    ['with data, forced', emptyDir, { ...mild, force: true }, 'orphan barred'],
    ['ended', { status: { phase: 'Succeeded' } }, mild, 'finished taken'],
  ])('takes a pod whose DaemonSet is gone for one that nothing makes again: %s', (_, more, options, expected) => {
    const [planned] = drainPlan([pod('p', owned('DaemonSet'), more)], [], options, new Set(['p']));
    expect(`${planned?.class} ${planned?.fate}`).toBe(expected);
  });

  it('says what is in the way first, whose data go, and who makes the pod again', () => {
    const plan = drainPlan(
      [pod('b', owned('DaemonSet')), pod('c', owned('ReplicaSet')), pod('a', owned('StatefulSet'), emptyDir)],
      [],
      mild,
    );
    expect(plan.map(({ name, owner, emptyDirs }) => [name, owner, emptyDirs])).toEqual([
      ['a', 'StatefulSet/o', ['cache']],
      ['c', 'ReplicaSet/o', []],
      ['b', 'DaemonSet/o', []],
    ]);
  });

  it('counts who waits for a budget: it lets as many go as it allows', () => {
    const pods = ['a', 'b', 'c'].map((name) => pod(name, owned('ReplicaSet'), ready));
    const sumWith = (...budgets: KubeObject[]) => drainSum(drainPlan(pods, budgets, mild));
    expect(sumWith()).toEqual({ taken: 3, passed: 0, barred: 0, waiting: 0, never: 0 });
    expect(sumWith(budget('one', 1)).waiting).toBe(2);
    expect(sumWith(budget('none', 0)).waiting).toBe(3);
    expect(sumWith(budget('elsewhere', 0, { namespace: 'other' })).waiting).toBe(0);
    expect(sumWith(budget('one', 5), budget('two', 5))).toMatchObject({ waiting: 0, never: 3 });
  });

  const none = { selector: {} };
  const enough = { status: { currentHealthy: 2, desiredHealthy: 2 } };
  const unseen = { status: { observedGeneration: 0 } };
  const always = { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } };
  it.each<[string, object, readonly KubeObject[], readonly [string, number][]]>([
    ['ready, no room', ready, [budget('b', 0)], [['b', 0]]],
    [
      'an empty selector before policy/v1 picks none',
      ready,
      [budget('b', 0, { apiVersion: 'policy/v1beta1', spec: none })],
      [],
    ],
    ['an empty selector of policy/v1 picks all', ready, [budget('b', 0, { spec: none })], [['b', 0]]],
    ['a budget that was not counted since it was changed', ready, [budget('b', 3, unseen)], [['b', 0]]],
    ['pending', { status: { phase: 'Pending' } }, [budget('b', 0)], []],
    ['pending, two budgets', { status: { phase: 'Pending' } }, [budget('b', 0), budget('c', 0)], []],
    ['unready, the others are enough', {}, [budget('b', 0, enough)], []],
    ['unready, and they are not', {}, [budget('b', 0)], [['b', 0]]],
    ['unready, which the budget lets go always', {}, [budget('b', 0, always)], []],
    [
      'unready, two budgets',
      {},
      [budget('b', 0, enough), budget('c', 0, always)],
      [
        ['b', 0],
        ['c', 0],
      ],
    ],
  ])('names the budgets that the eviction API asks: %s', (_, more, budgets, asked) => {
    const [planned] = drainPlan([pod('p', owned('ReplicaSet'), more)], budgets, mild);
    expect(planned?.budgets.map(({ name, allowed }) => [name, allowed])).toEqual(asked);
  });

  it.each([
    [mild, '--ignore-daemonsets'],
    [
      { force: true, deleteEmptyDir: true, graceSeconds: '5' },
      '--ignore-daemonsets --force --delete-emptydir-data --grace-period=5',
    ],
  ])('as kubectl: %j', (options, flags) => {
    expect(drainFlags(options).join(' ')).toBe(flags);
  });
});
