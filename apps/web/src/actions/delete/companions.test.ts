// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { ActionApi } from '../define-action.ts';
import remove from '../delete.action.ts';
import { findCompanions } from './companions.ts';
import { type Companion, initialDelete } from './delete-input.ts';

const kinds = [
  fakeResource('v1/services', 'Service'),
  fakeResource('autoscaling/v2/horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  fakeResource('policy/v1/poddisruptionbudgets', 'PodDisruptionBudget'),
  fakeResource('apps/v1/deployments', 'Deployment'),
  fakeResource('apps/v1/statefulsets', 'StatefulSet'),
];
const ref: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('apps/v1/deployments', 'Deployment'),
  namespace: 'ns',
  name: 'web',
};
const workload = (name: string, labels: object, more: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'ns', uid: name, ...more },
  spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels } } },
});
const web = workload('web', { app: 'web', tier: 'front' });
const item = (name: string, spec: object) => ({ metadata: { name, namespace: 'ns', uid: `uid-${name}` }, spec });
const service = (name: string, selector?: object) => item(name, { selector });

/** what the cluster has, by its plural; a number: refused with it */
let served: Record<string, readonly object[] | number>;
/** pods that there are, by their labels */
let pods: readonly Record<string, string>[];
const asked: string[] = [];

beforeAll(async () => {
  await startAllWords();
});
beforeEach(() => {
  asked.length = 0;
  undoMemory.forget('c');
  pods = [{ app: 'web', tier: 'front' }];
  served = { deployments: [web], services: [], horizontalpodautoscalers: [], poddisruptionbudgets: [] };
  vi.stubGlobal('fetch', async (path: string) => {
    const { pathname, searchParams } = new URL(path, 'http://q');
    const plural = pathname.split('/').at(-1) ?? '';
    asked.push(plural);
    if (plural === 'pods') {
      const wanted = (searchParams.get('labelSelector') ?? '').split(',').map((pair) => pair.split('='));
      const picked = pods.filter((labels) => wanted.every(([key = '', value]) => key === '' || labels[key] === value));
      return Response.json({ metadata: {}, items: picked.map((labels) => ({ metadata: { name: 'p', labels } })) });
    }
    const found = served[plural] ?? [];
    return typeof found === 'number'
      ? Response.json({ kind: 'Status', code: found, reason: 'Forbidden' }, { status: found })
      : Response.json({ items: found });
  });
});
afterEach(() => vi.unstubAllGlobals());

const find = async (object = web) =>
  (await findCompanions(object, ref, kinds, new AbortController().signal)).map(
    (companion) => `${companion.object.apiVersion} ${companion.object.kind} ${companion.ref.name}`,
  );

it('finds what is of a workload alone (TUT-25)', async () => {
  served['services'] = [
    service('web', { app: 'web' }),
    service('other', { app: 'db' }),
    service('kubernetes'),
    service('empty', {}),
  ];
  served['horizontalpodautoscalers'] = [
    item('scaler', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } }),
    item('of-set', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' } }),
  ];
  served['poddisruptionbudgets'] = [item('guard', { selector: { matchLabels: { tier: 'front' } } })];
  expect(await find()).toEqual([
    'v1 Service web',
    'policy/v1 PodDisruptionBudget guard',
    'autoscaling/v2 HorizontalPodAutoscaler scaler',
  ]);
});

it.each<[string, () => void]>([
  [
    'another workload makes such pods, none at present',
    () => {
      served['statefulsets'] = [workload('blue', { app: 'blue', tier: 'front' })];
    },
  ],
  [
    'a pod of nobody is picked',
    () => {
      pods = [...pods, { app: 'by-hand', tier: 'front' }];
    },
  ],
  [
    'other workloads may not be read',
    () => {
      served['statefulsets'] = 403;
    },
  ],
])('leaves out what is not known to be of it alone: %s', async (_, prepare) => {
  served['services'] = [service('front', { tier: 'front' })];
  expect(await find()).toEqual(['v1 Service front']);
  prepare();
  expect(await find()).toEqual([]);
});

it('asks nothing of what makes no pods, or is another’s', async () => {
  expect(await find({ ...web, spec: {} })).toEqual([]);
  const owner = { apiVersion: 'a/v1', kind: 'A', name: 'a', uid: 'a', controller: true };
  expect(await find(workload('web', { app: 'web' }, { ownerReferences: [owner] }))).toEqual([]);
  expect(asked).toEqual([]);
  served['services'] = 403;
  expect(await find()).toEqual([]);
});

it('deletes them with it, which can be taken back; a trial stores nothing', async () => {
  const object: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', uid: 'of-web' } };
  const also: readonly Companion[] = [{ ref: { ...ref, resource: fakeResource('v1/services', 'Service') }, object }];
  const sent: [string | undefined, string, unknown][] = [];
  const notes: string[] = [];
  const api: ActionApi = {
    navigate() {},
    copy: async () => {},
    note: (text) => notes.push(text),
    request: async (path, init) => {
      sent.push([init?.method, path, JSON.parse(init?.body ?? '').preconditions]);
    },
  };
  const input = { ...initialDelete, also };
  expect(remove.kubectl({ ref }, input)).toBe(
    'kubectl delete deployments.apps web -n ns && kubectl delete services web -n ns',
  );
  await remove.run({ ref, uid: 'web' }, { ...api, isTrial: true }, input);
  expect(undoMemory.writes()).toEqual([]);
  sent.length = 0;
  await remove.run({ ref, uid: 'web' }, api, input);
  expect(sent).toEqual([
    ['DELETE', '/apis/apps/v1/namespaces/ns/deployments/web', { uid: 'web' }],
    ['DELETE', '/api/v1/namespaces/ns/services/web', { uid: 'of-web' }],
  ]);
  expect(notes.at(-1)).toBe('Service web deleted with it');
  expect(undoMemory.writes()[0]?.items).toMatchObject([{ ref: { name: 'web' }, before: object }]);
});
