import { ProblemError, problem } from '@quarterdeck/shared/problem';
import i18next from 'i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import words from '../../i18n/locales/en/scale.json';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { isScalable } from './scalable.ts';
import {
  autoscalerReply,
  lookKey,
  replicasText,
  type ScaleInput,
  type ScaleLook,
  scaleFault,
  scalePlan,
} from './scale-input.ts';
import { BEFORE_ZERO, lookAt, readLooks } from './scale-look.ts';
import { writeScale } from './write-scale.ts';

beforeAll(async () => {
  const settings = { ns: ['scale'], interpolation: { escapeValue: false } };
  await i18next.init({ lng: 'en', resources: { en: { scale: words } }, ...settings });
});
afterEach(() => vi.unstubAllGlobals());

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
    metadata: { name: 'web', namespace: 'ns', uid: 'u', resourceVersion: '7', ...more.metadata },
    spec: { replicas: 3, ...more.spec },
    status: { replicas: 2 },
  };
}

function scaler(name: string, ref: object, spec: object = { minReplicas: 2, maxReplicas: 8 }) {
  return { metadata: { name }, spec: { ...spec, scaleTargetRef: { kind: 'Deployment', name: 'web', ...ref } } };
}

it.each<[string, KubeObject, ScaleLook]>([
  ['counts', deployment(), { uid: 'u', current: 3, running: 2, autoscalers: [] }],
  [
    'no number means one',
    deployment({ spec: { replicas: undefined } }),
    { uid: 'u', current: 1, running: 2, autoscalers: [] },
  ],
  [
    'what was remembered',
    deployment({ spec: { replicas: 0 }, metadata: { annotations: { [BEFORE_ZERO]: '5' } } }),
    { uid: 'u', current: 0, running: 2, remembered: 5, autoscalers: [] },
  ],
  [
    'nonsense is not remembered',
    deployment({ metadata: { annotations: { [BEFORE_ZERO]: '<b>' } } }),
    { uid: 'u', current: 3, running: 2, autoscalers: [] },
  ],
  [
    'its controller (OPS-092)',
    deployment({
      metadata: {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'own', uid: 'o', controller: true }],
      },
    }),
    {
      uid: 'u',
      current: 3,
      running: 2,
      owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'own' },
      autoscalers: [],
    },
  ],
  [
    'a custom resource that controls it, which may be content with another number',
    deployment({
      metadata: {
        ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Database', name: 'db', uid: 'o', controller: true }],
      },
    }),
    {
      uid: 'u',
      current: 3,
      running: 2,
      keeper: { apiVersion: 'example.com/v1', kind: 'Database', name: 'db' },
      autoscalers: [],
    },
  ],
  [
    'claims that stay',
    deployment({ spec: { volumeClaimTemplates: [{}] } }),
    { uid: 'u', current: 3, running: 2, autoscalers: [], claims: 'kept' },
  ],
  [
    'claims that go (KEP-1847)',
    deployment({
      spec: { volumeClaimTemplates: [{}], persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } },
    }),
    { uid: 'u', current: 3, running: 2, autoscalers: [], claims: 'deleted' },
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
  [
    'a custom resource may put it back',
    input([[WEB, { keeper: { apiVersion: 'example.com/v1', kind: 'K', name: 'o' } }]], { text: '4' }),
    undefined,
  ],
  ['up', input([[WEB, {}]], { text: '4' }), undefined],
])('scaling waits: %s', (_, value, key) => {
  expect(scaleFault(value, [WEB])?.key).toBe(key);
});

const OWNED: Partial<ScaleLook> = { owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'o' } };

it.each<[string, ScaleInput, string | undefined]>([
  [
    'one is its owner’s',
    input(
      [
        [WEB, OWNED],
        [API, {}],
      ],
      { text: '4' },
    ),
    undefined,
  ],
  ['one cannot be read', input([[API, {}]], { text: '4', unread: [lookKey(WEB)] }), undefined],
  ['one is still being read', input([[API, {}]], { text: '4' }), 'scale:reading'],
  [
    'all are their owners’',
    input(
      [
        [WEB, OWNED],
        [API, OWNED],
      ],
      { text: '4' },
    ),
    'scale:owned.fault',
  ],
])('one of many does not keep the others: %s', (_, value, key) => {
  expect(scaleFault(value, [WEB, API])?.key).toBe(key);
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

/** An API server of one object; `fail` says which of its answers is a refusal. */
function serverOf(
  object: KubeObject,
  { isTrial = false, fail }: { isTrial?: boolean; fail?: (call: string) => ProblemError | undefined } = {},
) {
  const calls: string[] = [];
  const notes: string[] = [];
  const api: ActionApi = {
    isTrial,
    navigate() {},
    copy: async () => {},
    note: (text) => notes.push(text),
    request: async (path, { method = 'GET', body = '' } = {}) => {
      const call = `${method} ${path} ${body}`.trim();
      if (method !== 'GET') calls.push(call);
      const failure = fail?.(call);
      if (failure !== undefined) throw failure;
      return object;
    },
  };
  return { calls, notes, api };
}
const PATH = '/apis/apps/v1/namespaces/ns/deployments/web';
const scaled = (replicas: number) =>
  `PATCH ${PATH}/scale {"metadata":{"resourceVersion":"7"},"spec":{"replicas":${replicas}}}`;
const REMEMBERED = `PATCH ${PATH} {"metadata":{"annotations":{"${BEFORE_ZERO}":"3"}}}`;
const toZero = input([[WEB, { uid: 'u' }]], { text: '0', agreed: true });

it('scales by the subresource; on the way to 0 the object remembers what it had, and on the way back forgets it', async () => {
  const down = serverOf(deployment());
  await writeScale(WEB, down.api, toZero);
  expect(down.calls).toEqual([scaled(0), REMEMBERED]);
  expect(down.notes).toEqual([]);
  const up = serverOf(deployment({ spec: { replicas: 0 }, metadata: { annotations: { [BEFORE_ZERO]: '3' } } }));
  await writeScale(WEB, up.api, input([[WEB, { current: 0, remembered: 3 }]]));
  expect(up.calls).toEqual([scaled(3), `PATCH ${PATH} {"metadata":{"annotations":{"${BEFORE_ZERO}":null}}}`]);
});

it('says so where nothing could be remembered', async () => {
  const { api, calls, notes } = serverOf(deployment(), {
    fail: (call) => (call === REMEMBERED ? new ProblemError(problem('qd.api.forbidden', 'no')) : undefined),
  });
  await writeScale(WEB, api, toZero);
  expect(calls).toEqual([scaled(0), REMEMBERED]);
  expect(notes).toEqual([expect.stringMatching(/remember that web had 3 replicas/)]);
});

it('writes nothing but the scale in a trial', async () => {
  const trial = serverOf(deployment(), { isTrial: true });
  await writeScale(WEB, trial.api, toZero);
  expect(trial.calls).toEqual([scaled(0)]);
});

it.each<[string, KubeObject, Partial<ScaleLook>]>([
  ['another number', deployment({ spec: { replicas: 9 } }), {}],
  ['another object of that name', deployment({ metadata: { uid: 'other' } }), { uid: 'u' }],
])('writes nothing over what the person has not seen: %s', async (_, object, look) => {
  const { api, calls } = serverOf(object);
  await expect(writeScale(WEB, api, input([[WEB, look]], { text: '4' }))).rejects.toMatchObject({
    problem: { code: 'qd.api.conflict' },
  });
  expect(calls).toEqual([]);
});

it('looks again when something came between: the same number is written, another one is not', async () => {
  const conflict = new ProblemError(problem('qd.api.conflict', 'the object has been modified'));
  const live = deployment();
  let refused = 0;
  const touched = serverOf(live, { fail: (call) => (call === scaled(4) && refused++ === 0 ? conflict : undefined) });
  await writeScale(WEB, touched.api, input([[WEB, {}]], { text: '4' }));
  expect(touched.calls).toEqual([scaled(4), scaled(4)]);
  const taken = serverOf(live, {
    fail: (call) => {
      if (call !== scaled(4)) return undefined;
      Object.assign(live, deployment({ spec: { replicas: 5 } }));
      return conflict;
    },
  });
  await expect(writeScale(WEB, taken.api, input([[WEB, {}]], { text: '4' }))).rejects.toMatchObject({
    problem: { detail: '5 replicas, no longer 3' },
  });
  expect(taken.calls).toEqual([scaled(4)]);
  const busy = serverOf(deployment(), { fail: (call) => (call === scaled(4) ? conflict : undefined) });
  await expect(writeScale(WEB, busy.api, input([[WEB, {}]], { text: '4' }))).rejects.toBe(conflict);
});

describe('a custom resource with a scale subresource', () => {
  const QUEUE: ActionTarget = {
    ref: {
      cluster: 'c',
      resource: fakeResource('example.com/v1/queues', 'Queue', { scales: true }),
      namespace: 'ns',
      name: 'q',
    },
  };
  const at = '/apis/example.com/v1/namespaces/ns/queues/q';
  // its replicas are where the scale subresource says, not at spec.replicas
  const queue: KubeObject = {
    apiVersion: 'example.com/v1',
    kind: 'Queue',
    metadata: { name: 'q', namespace: 'ns', uid: 'u', resourceVersion: '7' },
    spec: { replicas: 99, workers: 3 },
  };
  const scale = { kind: 'Scale', spec: { replicas: 3 }, status: { replicas: 2 } };

  it('is scalable by what discovery says, and by nothing else', () => {
    const { resource } = QUEUE.ref;
    expect(isScalable(QUEUE)).toBe(true);
    expect(isScalable({ ref: { ...QUEUE.ref, resource: { ...resource, scales: false } } })).toBe(false);
  });

  it('has the numbers of its Scale', async () => {
    const answers: Record<string, unknown> = { [at]: queue, [`${at}/scale`]: scale };
    vi.stubGlobal('fetch', async (path: string) => {
      const known = Object.entries(answers).find(([end]) => path.endsWith(end));
      return Response.json(known?.[1] ?? { items: [] });
    });
    const { looks } = await readLooks([QUEUE], new AbortController().signal);
    expect(looks[lookKey(QUEUE)]).toMatchObject({ current: 3, running: 2 });
    expect(lookAt(queue, [], { spec: {} })).toMatchObject({ current: 0, running: 0 });
  });

  it('is written over the number that its Scale had (OPS-091)', async () => {
    const { api, calls } = serverOf(queue);
    const own: ActionApi = {
      ...api,
      request: (path, init) =>
        path.endsWith('/scale') && init === undefined ? Promise.resolve(scale) : api.request(path, init),
    };
    const value = input([[QUEUE, { uid: 'u' }]], { text: '5' });
    expect(scalePlan([QUEUE], value)).toEqual({ key: 'scale:plan.custom', values: { name: 'q', from: 3, to: 5 } });
    // the annotation that is written then is no part of the scale
    expect(scalePlan([QUEUE], input([[QUEUE, {}]], { text: '0' }))).toEqual({
      key: 'scale:plan.customZero',
      values: { name: 'q', from: 3, to: 0 },
    });
    expect(scalePlan([QUEUE], input([[QUEUE, { current: 0 }]], { text: '0' })).key).toBe('scale:plan.custom');
    await writeScale(QUEUE, own, value);
    expect(calls).toEqual([`PATCH ${at}/scale {"metadata":{"resourceVersion":"7"},"spec":{"replicas":5}}`]);
    await expect(writeScale(QUEUE, own, input([[QUEUE, { current: 99 }]], { text: '5' }))).rejects.toMatchObject({
      problem: { detail: '3 replicas, no longer 99' },
    });
  });
});

it('tells of what it passes over: one that its owner scales, and one that cannot be read', async () => {
  const owned = serverOf(deployment());
  await writeScale(WEB, owned.api, input([[WEB, OWNED]], { text: '4' }));
  expect([owned.calls, owned.notes]).toEqual([
    [],
    ['web belongs to Deployment o, which sets the number back at once: it is left as it is.'],
  ]);
  const gone = new ProblemError(problem('qd.api.not-found', 'gone'));
  const unread = serverOf(deployment(), { fail: () => gone });
  const value = input([[API, {}]], { text: '4', unread: [lookKey(WEB)] });
  await expect(writeScale(WEB, unread.api, value)).rejects.toBe(gone);
  await expect(writeScale(WEB, serverOf(deployment()).api, value)).rejects.toMatchObject({
    problem: { code: 'qd.api.conflict' },
  });
});

it('reads each by itself: one that is gone keeps no other from being scaled', async () => {
  const answer = (path: string) =>
    path.endsWith('/web') ? new Response('{}', { status: 404 }) : Response.json(deployment());
  vi.stubGlobal('fetch', async (path: string) => answer(path));
  const { signal } = new AbortController();
  const { looks, unread } = await readLooks([WEB, API], signal);
  expect(Object.keys(looks)).toEqual([lookKey(API)]);
  expect(unread).toEqual([lookKey(WEB)]);
  await expect(readLooks([WEB], signal)).rejects.toBeInstanceOf(ProblemError);
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
