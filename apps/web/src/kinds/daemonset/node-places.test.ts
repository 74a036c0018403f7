import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import type { SetPod } from '../sets/set-pods.ts';
import { daemonState } from './daemon-state.ts';
import { nodePlaces, type PlaceNode, readPlaceNode } from './node-places.ts';

const set = (spec: object = {}, pod: object = {}, status: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'ns', uid: 'u', generation: 2 },
  spec: { template: { spec: pod }, updateStrategy: { type: 'RollingUpdate' }, ...spec },
  status: { observedGeneration: 2, ...status },
});
const node = (name: string, taints: readonly string[] = [], more: Partial<PlaceNode['spec']> = {}): PlaceNode => ({
  metadata: { name, labels: { 'kubernetes.io/os': 'linux' } },
  spec: {
    taints: taints.map((text) => {
      const [key, effect] = text.split(':');
      return { key, effect };
    }),
    unschedulable: undefined,
    ...more,
  },
  isReady: true,
});
const pod = (at: string, more: Partial<SetPod> = {}): SetPod => ({
  uid: `p-${at}`,
  name: `agent-${at}`,
  owners: [],
  created: 0,
  status: 'Running',
  ready: '1/1',
  health: 'ok',
  message: '',
  revision: 'agent-new',
  node: at,
  images: [],
  claims: [],
  isReady: true,
  isEnding: false,
  ...more,
});
const WINDOWS = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }] }],
      },
    },
  },
};
const onDelete = { updateStrategy: { type: 'OnDelete' } };
const tolerates = (key: string) => ({ tolerations: [{ key, operator: 'Exists' }] });

describe('why a node has a pod, or none (CTL-41)', () => {
  it.each<[string, KubeObject, PlaceNode, SetPod | undefined, string]>([
    ['it runs', set(), node('a'), pod('a'), 'ready'],
    ['it is on its way', set(), node('a'), undefined, 'missing'],
    ['it starts', set(), node('a'), pod('a', { isReady: false }), 'starting'],
    ['a taint', set(), node('a', ['node-role.kubernetes.io/master:NoSchedule']), undefined, 'barred taint'],
    ['a taint that it tolerates', set({}, tolerates('gpu')), node('a', ['gpu:NoSchedule']), undefined, 'missing'],
    ['a taint that is only preferred', set(), node('a', ['gpu:PreferNoSchedule']), undefined, 'missing'],
    ['a label that is not there', set({}, { nodeSelector: { disk: 'ssd' } }), node('a'), undefined, 'barred selector'],
    [
      'a cordon keeps no DaemonSet away',
      set(),
      node('a', ['node.kubernetes.io/unschedulable:NoSchedule'], { unschedulable: true }),
      undefined,
      'missing',
    ],
    [
      'nor does a node that is not reachable',
      set(),
      node('a', ['node.kubernetes.io/unreachable:NoExecute']),
      pod('a'),
      'ready',
    ],
    [
      'no network yet',
      set(),
      node('a', ['node.kubernetes.io/network-unavailable:NoSchedule']),
      undefined,
      'barred taint',
    ],
    [
      'no network, which the node’s own network does not need',
      set({}, { hostNetwork: true }),
      node('a', ['node.kubernetes.io/network-unavailable:NoSchedule']),
      undefined,
      'missing',
    ],
    ['a taint that came later', set(), node('a', ['gpu:NoSchedule']), pod('a'), 'stays taint'],
    ['a taint that evicts', set(), node('a', ['gpu:NoExecute']), pod('a'), 'leaving taint'],
    ['a label that is gone', set({}, { nodeSelector: { disk: 'ssd' } }), node('a'), pod('a'), 'leaving selector'],
    ['an affinity that no longer fits', set({}, WINDOWS), node('a'), pod('a'), 'leaving affinity'],
    ['another revision', set(), node('a'), pod('a', { revision: 'agent-old' }), 'old'],
    ['another revision, by hand', set(onDelete), node('a'), pod('a', { revision: 'agent-old' }), 'onDelete'],
    [
      'what would not come back is not to be deleted',
      set(onDelete),
      node('a', ['gpu:NoSchedule']),
      pod('a', { revision: 'agent-old' }),
      'stays taint',
    ],
    ['it ends', set(), node('a'), pod('a', { isEnding: true, revision: 'agent-old' }), 'ending'],
  ])('%s', (_, daemon, place, own, turn) => {
    const [found] = nodePlaces(daemon, [place], own === undefined ? [] : [own], 'agent-new');
    expect([found?.turn, ...(found?.objections ?? []).map(({ cause }) => cause)].join(' ')).toBe(turn);
  });

  it('shows what needs a look first, two pods of a surge, and pods where nodes may not be listed', () => {
    const nodes = [node('n10'), node('n2'), node('tainted', ['x:NoSchedule']), node('empty')];
    const surge = [pod('n2', { uid: 'old', revision: 'agent-old' }), pod('n2', { isReady: false })];
    const places = nodePlaces(set(), nodes, [...surge, pod('n10'), pod('unseen')], 'agent-new');
    expect(places.map(({ node: at, turn }) => `${at} ${turn}`)).toEqual([
      'empty missing',
      'n2 starting',
      'n2 old',
      'n10 ready',
      'unseen ready',
      'tainted barred',
    ]);
    expect(nodePlaces(set(), [], [pod('n2')], '').map(({ turn }) => turn)).toEqual(['ready']);
  });

  it('reads a node of a live list', () => {
    const row = {
      uid: 'u',
      namespace: '',
      name: 'n',
      created: 0,
      labels: null,
      cells: [],
      fields: [undefined, true, 'True'],
    };
    expect(readPlaceNode([])(row)).toEqual({
      metadata: { name: 'n', labels: {} },
      spec: { taints: undefined, unschedulable: true },
      isReady: true,
    });
  });
});

it.each<[string, object, object]>([
  ['done', {}, { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 }],
  ['waiting', {}, { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 }],
  ['updating', {}, { desiredNumberScheduled: 3, updatedNumberScheduled: 1, numberAvailable: 3 }],
  ['manual', onDelete, { desiredNumberScheduled: 3, updatedNumberScheduled: 1, numberAvailable: 3 }],
  ['nowhere', {}, { desiredNumberScheduled: 0 }],
  ['unseen', {}, { desiredNumberScheduled: 3, observedGeneration: 1 }],
])('a rollout that is %s', (phase, spec, status) => {
  expect(daemonState(set(spec, {}, status)).phase).toBe(phase);
});
