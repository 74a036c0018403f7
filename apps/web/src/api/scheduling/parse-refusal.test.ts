import { expect, it } from 'vitest';
import { parseRefusal } from './parse-refusal.ts';

const NO_HELP = '0/3 nodes are available: 3 Preemption is not helpful for scheduling.';

/** "nodes cause subject" of each reason. */
it.each([
  [
    'v1.20, with its comma after the taint',
    "0/3 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate, 2 Insufficient memory.",
    ['1 taint node-role.kubernetes.io/master', '2 insufficient memory'],
    '',
  ],
  [
    'v1.20, two taints',
    "0/2 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate, 1 node(s) had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate.",
    ['1 taint a=b', '1 taint node.kubernetes.io/not-ready'],
    '',
  ],
  [
    'before v1.18 (T-43)',
    "0/3 nodes are available: 1 node(s) had taints that the pod didn't tolerate, 2 Insufficient memory",
    ['1 taint ', '2 insufficient memory'],
    '',
  ],
  [
    'v1.22 and newer, with preemption',
    `0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't match Pod's node affinity/selector. preemption: ${NO_HELP}`,
    ['1 taint node-role.kubernetes.io/control-plane', '2 selector '],
    NO_HELP,
  ],
  [
    'today, with the word of another plugin before preemption',
    `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: ${NO_HELP}`,
    ['1 taint ', '2 insufficient cpu'],
    NO_HELP,
  ],
  [
    'today, without preemption',
    '0/3 nodes are available: 3 Insufficient nvidia.com/gpu. no new claims to deallocate',
    ['3 insufficient nvidia.com/gpu'],
    '',
  ],
  ['today', '0/3 nodes are available: 3 node(s) had untolerated taint(s).', ['3 taint '], ''],
  [
    'resources by name',
    '0/4 nodes are available: 1 Too many pods, 2 Insufficient ephemeral-storage, 4 Insufficient nvidia.com/gpu.',
    ['1 tooManyPods ', '2 insufficient ephemeral-storage', '4 insufficient nvidia.com/gpu'],
    '',
  ],
  [
    'several kinds',
    "0/7 nodes are available: 1 node(s) didn't match node selector, 1 node(s) were unschedulable, 1 node(s) didn't have free ports for the requested pod ports, 1 node(s) didn't match pod topology spread constraints (missing required label), 1 node(s) didn't match pod affinity rules, 1 node(s) didn't match pod anti-affinity rules, 1 node(s) didn't satisfy existing pods anti-affinity rules.",
    [
      '1 selector ',
      '1 unschedulable ',
      '1 ports ',
      '1 spread ',
      '1 podAffinity ',
      '1 antiAffinity ',
      '1 antiAffinity ',
    ],
    '',
  ],
  [
    'volumes',
    "0/4 nodes are available: 1 node(s) had volume node affinity conflict, 1 node(s) had no available volume zone, 1 node(s) exceed max volume count, 1 node(s) didn't find available persistent volumes to bind.",
    ['1 volumePlace ', '1 volumePlace ', '1 volumeCount ', '1 noVolume '],
    '',
  ],
  [
    'the pod itself, v1.20',
    '0/1 nodes are available: 1 pod has unbound immediate PersistentVolumeClaims.',
    ['1 unbound '],
    '',
  ],
  [
    'the pod itself, newer',
    `0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: ${NO_HELP}`,
    ['? unbound '],
    NO_HELP,
  ],
  ['a claim that is missing', 'persistentvolumeclaim "data" not found', ['? claimMissing data'], ''],
  [
    'preemption that is not allowed',
    '0/2 nodes are available: 2 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
    ['2 insufficient cpu'],
    'not eligible due to preemptionPolicy=Never.',
  ],
  ['no nodes', 'no nodes available to schedule pods', ['? noNodes '], ''],
  ['gates (v1.26)', 'Scheduling is blocked due to non-empty scheduling gates', ['? gated '], ''],
  ['words that nobody knows', '0/1 nodes are available: 1 the stars are wrong, as always.', ['1 other '], ''],
  ['nothing', '', [], ''],
])('%s', (_, message, reasons, preemption) => {
  const refusal = parseRefusal(message);
  expect(refusal.reasons.map(({ nodes, cause, subject }) => `${nodes ?? '?'} ${cause} ${subject}`)).toEqual(reasons);
  expect(refusal.preemption).toBe(preemption);
});

it('says how many nodes there are', () => {
  expect(parseRefusal('0/12 nodes are available: 12 Insufficient cpu.').total).toBe(12);
  expect(parseRefusal('no nodes available to schedule pods').total).toBeUndefined();
});
