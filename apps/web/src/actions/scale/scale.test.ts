import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import {
  autoscalerReply,
  lookKey,
  replicasText,
  type ScaleInput,
  type ScaleLook,
  scaleFault,
  scalePlan,
} from './scale-input.ts';
import { BEFORE_ZERO, lookAt } from './scale-look.ts';
import { writeScale } from './write-scale.ts';

const target = (name: string, kind = 'Deployment', resource = 'apps/v1/deployments'): ActionTarget => ({
  ref: { cluster: 'c', resource: fakeResource(resource, kind), namespace: 'ns', name },
});
const WEB = target('web');
const API = target('api');

function input(
  looks: readonly (readonly [ActionTarget, Partial<ScaleLook>])[],
  more: Partial<ScaleInput> = {},
): ScaleInput {
  return {
    restore: false,
    agreed: false,
    looks: Object.fromEntries(
      looks.map(([each, look]) => [lookKey(each), { current: 3, running: 3, autoscalers: [], ...look }]),
    ),
    ...more,
  };
}

function deployment(more: { readonly spec?: object; readonly metadata?: object } = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'ns', uid: 'u', ...more.metadata },
    spec: { replicas: 3, ...more.spec },
    status: { replicas: 2 },
  };
}

function scaler(name: string, ref: object, spec: object = { minReplicas: 2, maxReplicas: 8 }) {
  return { metadata: { name }, spec: { ...spec, scaleTargetRef: { kind: 'Deployment', name: 'web', ...ref } } };
}

it.each<[string, KubeObject, ScaleLook]>([
  ['counts', deployment(), { current: 3, running: 2, autoscalers: [] }],
  ['no number means one', deployment({ spec: { replicas: undefined } }), { current: 1, running: 2, autoscalers: [] }],
  [
    'what was remembered',
    deployment({ spec: { replicas: 0 }, metadata: { annotations: { [BEFORE_ZERO]: '5' } } }),
    { current: 0, running: 2, remembered: 5, autoscalers: [] },
  ],
  [
    'nonsense is not remembered',
    deployment({ metadata: { annotations: { [BEFORE_ZERO]: '<b>' } } }),
    { current: 3, running: 2, autoscalers: [] },
  ],
  [
    'its controller (OPS-092)',
    deployment({
      metadata: {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'own', uid: 'o', controller: true }],
      },
    }),
    { current: 3, running: 2, owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'own' }, autoscalers: [] },
  ],
  [
    'claims that stay',
    deployment({ spec: { volumeClaimTemplates: [{}] } }),
    { current: 3, running: 2, autoscalers: [], claims: 'kept' },
  ],
  [
    'claims that go (KEP-1847)',
    deployment({
      spec: { volumeClaimTemplates: [{}], persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } },
    }),
    { current: 3, running: 2, autoscalers: [], claims: 'deleted' },
  ],
])('looks at %s', (_, object, look) => {
  expect(lookAt(object, [])).toEqual(look);
});

it('knows the autoscalers of an object by group, kind and name', () => {
  const all = [
    scaler('ours', { apiVersion: 'apps/v1' }),
    scaler('of an older version', { apiVersion: 'apps/v1beta2' }, { maxReplicas: 4 }),
    scaler('other group', { apiVersion: 'example.com/v1' }),
    scaler('other kind', { apiVersion: 'apps/v1', kind: 'StatefulSet' }),
    scaler('other name', { apiVersion: 'apps/v1', name: 'api' }),
    { metadata: { name: 'hostile' }, spec: null },
  ];
  expect(lookAt(deployment(), all).autoscalers).toEqual([
    { name: 'ours', min: 2, max: 8 },
    { name: 'of an older version', min: 1, max: 4 },
  ]);
});

it.each<[string, ScaleInput, string]>([
  ['what is there', input([[WEB, {}]]), '3'],
  ['what was there before 0', input([[WEB, { current: 0, remembered: 4 }]]), '4'],
  ['one, where nothing is remembered', input([[WEB, { current: 0 }]]), '1'],
  [
    'nothing for many',
    input([
      [WEB, {}],
      [API, {}],
    ]),
    '',
  ],
  ['what was typed', input([[WEB, {}]], { text: '7' }), '7'],
])('begins with %s', (_, value, text) => {
  expect(replicasText(value)).toBe(text);
});

it.each<[string, ScaleInput, string | undefined]>([
  ['is still reading', { restore: false, agreed: false, text: '4' }, 'scale:reading'],
  ['no number', input([[WEB, {}]], { text: '' }), 'scale:fault'],
  ['a fraction', input([[WEB, {}]], { text: '1.5' }), 'scale:fault'],
  ['less than none', input([[WEB, {}]], { text: '-1' }), 'scale:fault'],
  ['the same', input([[WEB, {}]]), 'scale:same'],
  ['to 0 without a word', input([[WEB, {}]], { text: '0' }), 'scale:zero.agree'],
  ['to 0', input([[WEB, {}]], { text: '0', agreed: true }), undefined],
  [
    'its owner puts it back',
    input([[WEB, { owner: { apiVersion: 'v1', kind: 'K', name: 'o' } }]], { text: '4' }),
    'scale:owned.fault',
  ],
  ['up', input([[WEB, {}]], { text: '4' }), undefined],
])('scaling waits: %s', (_, value, key) => {
  expect(scaleFault(value, [WEB])?.key).toBe(key);
});

it.each<[string, readonly ActionTarget[], ScaleInput, string, object]>([
  ['up', [WEB], input([[WEB, {}]], { text: '4' }), 'scale:plan.up', { from: 3, to: 4, count: 1 }],
  ['down', [WEB], input([[WEB, {}]], { text: '1' }), 'scale:plan.down', { from: 3, to: 1, count: 2 }],
  ['to nothing', [WEB], input([[WEB, {}]], { text: '0' }), 'scale:plan.zero', { name: 'web', count: 3 }],
  [
    'many',
    [WEB, API],
    input(
      [
        [WEB, {}],
        [API, { current: 6 }],
      ],
      { text: '4' },
    ),
    'scale:plan.many',
    { count: 2, of: 2, more: 1, fewer: 2 },
  ],
  [
    'each to what it had',
    [WEB, API],
    input(
      [
        [WEB, { current: 0, remembered: 2 }],
        [API, {}],
      ],
      { restore: true },
    ),
    'scale:plan.many',
    { count: 1, of: 2, more: 2, fewer: 0 },
  ],
])('says what will happen: %s', (_, targets, value, key, values) => {
  expect(scalePlan(targets, value)).toMatchObject({ key, values });
});

it.each([
  [0, 'paused'],
  [1, 'back'],
  [2, 'decides'],
  [8, 'decides'],
  [9, 'back'],
])('foresees what an autoscaler between 2 and 8 makes of %i', (wanted, reply) => {
  expect(autoscalerReply({ name: 'a', min: 2, max: 8 }, wanted)).toBe(reply);
});

/** An API server of one object. */
function serverOf(object: KubeObject, isTrial = false) {
  const calls: string[] = [];
  const api: ActionApi = {
    isTrial,
    navigate() {},
    copy: async () => {},
    request: async (path, { method = 'GET', body = '' } = {}) => {
      if (method !== 'GET') calls.push(`${method} ${path} ${body}`);
      return object;
    },
  };
  return { calls, api };
}
const PATH = '/apis/apps/v1/namespaces/ns/deployments/web';

it('scales by the subresource; on the way to 0 the object remembers what it had, and on the way back forgets it', async () => {
  const down = serverOf(deployment());
  await writeScale(WEB, down.api, input([[WEB, {}]], { text: '0', agreed: true }));
  expect(down.calls).toEqual([
    `PATCH ${PATH}/scale {"spec":{"replicas":0}}`,
    `PATCH ${PATH} {"metadata":{"annotations":{"${BEFORE_ZERO}":"3"}}}`,
  ]);
  const up = serverOf(deployment({ spec: { replicas: 0 }, metadata: { annotations: { [BEFORE_ZERO]: '3' } } }));
  await writeScale(WEB, up.api, input([[WEB, { current: 0, remembered: 3 }]]));
  expect(up.calls).toEqual([
    `PATCH ${PATH}/scale {"spec":{"replicas":3}}`,
    `PATCH ${PATH} {"metadata":{"annotations":{"${BEFORE_ZERO}":null}}}`,
  ]);
});

it('writes nothing but the scale in a trial, and nothing at all over a number that the person has not seen', async () => {
  const trial = serverOf(deployment(), true);
  await writeScale(WEB, trial.api, input([[WEB, {}]], { text: '0', agreed: true }));
  expect(trial.calls).toEqual([`PATCH ${PATH}/scale {"spec":{"replicas":0}}`]);
  const other = serverOf(deployment({ spec: { replicas: 9 } }));
  await expect(writeScale(WEB, other.api, input([[WEB, {}]], { text: '4' }))).rejects.toMatchObject({
    problem: { code: 'qd.api.conflict' },
  });
  expect(other.calls).toEqual([]);
});

it('makes one write of many that are scaled at the same time', async () => {
  const { api } = serverOf(deployment());
  const value = input(
    [
      [WEB, {}],
      [API, {}],
    ],
    { text: '4' },
  );
  await writeScale(WEB, api, value);
  await writeScale(API, api, value);
  expect(undoMemory.writes()[0]?.items.map(({ ref }) => ref.name)).toEqual(['web', 'api']);
});
