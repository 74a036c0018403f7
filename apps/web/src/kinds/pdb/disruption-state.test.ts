import { expect, it } from 'vitest';
import { disruptionState, evictionFate, picksPods } from '../../api/disruption-state.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { type CoveredPod, nodeDrains, otherBudgets } from './disruption-state.ts';

function budget(status: object | undefined, spec: object = {}): KubeObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'ns', uid: 'u', generation: 2 },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } }, ...spec },
    ...(status === undefined ? {} : { status: { observedGeneration: 2, ...status } }),
  };
}
const counts = (disruptionsAllowed: number, currentHealthy: number, desiredHealthy: number, expectedPods: number) => ({
  disruptionsAllowed,
  currentHealthy,
  desiredHealthy,
  expectedPods,
});

const pod = (name: string, more: Partial<CoveredPod> = {}): CoveredPod => ({
  uid: name,
  name,
  node: 'n1',
  status: 'Running',
  phase: 'Running',
  ready: true,
  leaving: false,
  controlled: true,
  labels: { app: 'web' },
  ...more,
});

it.each<[string, object | undefined]>([
  ['unseen', undefined],
  ['unseen', { ...counts(1, 3, 2, 3), observedGeneration: 1 }],
  ['empty', counts(0, 0, 2, 0)],
  ['allows', counts(1, 3, 2, 3)],
  ['tight', counts(0, 2, 2, 3)],
  ['short', counts(0, 1, 2, 3)],
  ['never', counts(0, 1, 1, 1)],
  ['short', counts(0, 2, 3, 3)],
  [
    'failed',
    {
      ...counts(0, 0, 0, 0),
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: 'False',
          reason: 'SyncFailed',
          message: 'found no controllers for pod "bare"',
        },
      ],
    },
  ],
])('a budget is "%s" with %o', (verdict, status) => {
  expect(disruptionState(budget(status)).verdict).toBe(verdict);
});

it.each<[string, Partial<CoveredPod>, object, object, number, string]>([
  ['there is room', {}, counts(1, 3, 2, 3), {}, 1, 'goes'],
  ['there is none', {}, counts(0, 2, 2, 3), {}, 1, 'waits'],
  ['two budgets cover it', {}, counts(1, 3, 2, 3), {}, 2, 'twice'],
  ['it has ended', { phase: 'Succeeded' }, counts(0, 2, 2, 3), {}, 2, 'free'],
  ['it has not begun', { phase: 'Pending', ready: false }, counts(0, 1, 2, 3), {}, 1, 'free'],
  ['it is leaving anyway', { leaving: true }, counts(0, 2, 2, 3), {}, 1, 'free'],
  ['it is not ready, the others are enough', { ready: false }, counts(0, 2, 2, 3), {}, 1, 'free'],
  ['it is not ready, and they are not', { ready: false }, counts(0, 1, 2, 3), {}, 1, 'waits'],
  ['KEP-3017', { ready: false }, counts(0, 1, 2, 3), { unhealthyPodEvictionPolicy: 'AlwaysAllow' }, 1, 'free'],
  ['not counted since it was changed', {}, { ...counts(1, 3, 2, 3), observedGeneration: 1 }, {}, 1, 'waits'],
])('foresees an eviction: %s', (_, more, status, spec, budgets, fate) => {
  expect(evictionFate(pod('a', more), disruptionState(budget(status, spec)), budgets)).toBe(fate);
});

it.each<[string, object, object]>([
  [
    'there is room for one',
    counts(1, 3, 2, 3),
    [
      { node: 'n1', pods: 3, never: 1, waiting: 1 },
      { node: 'n2', pods: 1, never: 0, waiting: 0 },
    ],
  ],
  [
    'there never is',
    counts(0, 4, 4, 4),
    [
      { node: 'n1', pods: 3, never: 3, waiting: 0 },
      { node: 'n2', pods: 1, never: 1, waiting: 0 },
    ],
  ],
])('foresees what a drain of each node meets: %s', (_, status, drains) => {
  const pods = [
    { node: 'n2', fate: 'goes' },
    { node: 'n1', fate: 'goes' },
    { node: 'n1', fate: 'waits' },
    { node: 'n1', fate: 'twice' },
    { node: '', fate: 'goes' },
    { node: 'n3', fate: 'free' },
  ] as const;
  expect(nodeDrains(pods, disruptionState(budget(status)))).toEqual(drains);
});

it('finds the other budgets of a pod', () => {
  const all = [
    { name: 'web', selector: { matchLabels: { app: 'web' } } },
    { name: 'all', selector: {} },
    { name: 'api', selector: { matchLabels: { app: 'api' } } },
    { name: 'odd', selector: 'x' },
  ];
  expect(otherBudgets(pod('a'), all, { own: 'web', apiVersion: 'policy/v1' })).toEqual(['all']);
  // an empty selector picked none in that version
  expect(otherBudgets(pod('a'), all, { own: 'api', apiVersion: 'policy/v1beta1' })).toEqual(['web']);
});

it.each([
  ['policy/v1', {}, true],
  ['policy/v1beta1', {}, false],
  ['policy/v1beta1', { matchLabels: { app: 'web' } }, true],
  ['policy/v1', undefined, false],
])('%s with the selector %o picks pods: %s', (apiVersion, selector, picks) => {
  expect(picksPods({ apiVersion, spec: { selector } } as { apiVersion: string })).toBe(picks);
});
