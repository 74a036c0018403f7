import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import lists from '../../i18n/locales/en/kind-lists.json';
import english from '../../i18n/locales/en/kinds.json';
import { podSentence } from './pod-sentence.ts';

const i18n = i18next.createInstance();
beforeAll(() =>
  i18n.init({
    lng: 'en',
    resources: { en: { kinds: english, 'kind-lists': lists } },
    ns: ['kinds', 'kind-lists'],
    defaultNS: 'kinds',
    interpolation: { escapeValue: false },
  }),
);
const t = (key: string, values?: Record<string, unknown>) => i18n.t(key, values ?? {});

type Status = Readonly<Record<string, unknown>>;

function pod({ names = ['app'], init = [] as readonly string[], spec = {}, meta = {} }, status: Status): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'team-a', uid: 'u1', ...meta },
    spec: { containers: names.map((name) => ({ name })), initContainers: init.map((name) => ({ name })), ...spec },
    status,
  };
}

const running = { state: { running: { startedAt: '2026-11-21T10:00:00Z' } } };
const crash = { terminated: { exitCode: 137, reason: 'OOMKilled' } };

const CASES: readonly (readonly [string, KubeObject, string])[] = [
  [
    'ready',
    pod({}, { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, ...running }] }),
    '1 of 1 container ready',
  ],
  [
    'crash loop beside a good container',
    pod(
      { names: ['app', 'side'] },
      {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'app',
            ready: false,
            restartCount: 4,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: crash,
          },
          { name: 'side', ready: true, ...running },
        ],
      },
    ),
    '1 of 2 containers ready; app is waiting: CrashLoopBackOff, after exit code 137 (OOMKilled)',
  ],
  [
    'waiting for its image',
    pod(
      {},
      {
        phase: 'Pending',
        containerStatuses: [{ name: 'app', ready: false, state: { waiting: { reason: 'ImagePullBackOff' } } }],
      },
    ),
    '0 of 1 container ready; app is waiting: ImagePullBackOff',
  ],
  [
    'running but not ready',
    pod({}, { phase: 'Running', containerStatuses: [{ name: 'app', ready: false, ...running }] }),
    '0 of 1 container ready; app is running but not ready',
  ],
  [
    'not scheduled',
    pod(
      {},
      {
        phase: 'Pending',
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' },
        ],
      },
    ),
    'Not scheduled: 0/3 nodes are available',
  ],
  ['scheduled, nothing reported yet', pod({}, { phase: 'Pending' }), 'Waiting for the node to start its containers'],
  [
    'second init container fails',
    pod(
      { init: ['one', 'two'] },
      {
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'one', ready: true, state: { terminated: { exitCode: 0, reason: 'Completed' } } },
          { name: 'two', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
    ),
    'init container 2 of 2 (two); two is waiting: CrashLoopBackOff',
  ],
  ['completed', pod({}, { phase: 'Succeeded' }), 'All containers have completed'],
  [
    'failed',
    pod(
      {},
      {
        phase: 'Failed',
        containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 3, reason: 'Error' } } }],
      },
    ),
    'Failed; app ended with exit code 3 (Error)',
  ],
  [
    'evicted',
    pod({}, { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }),
    'Failed; Evicted: The node was low on resource: memory.',
  ],
  [
    'unknown',
    pod({ spec: { nodeName: 'node-3', containers: [] } }, { phase: 'Unknown' }),
    'Its state is not known: node node-3 does not report',
  ],
  [
    'terminating',
    pod(
      { meta: { deletionTimestamp: '2026-11-21T10:00:00Z', deletionGracePeriodSeconds: 30 } },
      { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, ...running }] },
    ),
    'Terminating, with 30 s of grace; 1 of 1 container ready',
  ],
  [
    'a sidecar counts as a container (KEP-753)',
    pod(
      { spec: { containers: [{ name: 'app' }], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] } },
      {
        phase: 'Running',
        containerStatuses: [{ name: 'app', ready: true, ...running }],
        initContainerStatuses: [{ name: 'proxy', ready: true, ...running }],
      },
    ),
    '2 of 2 containers ready',
  ],
  [
    'a pod of no known shape',
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', uid: 'u' } },
    'Waiting for the node to start its containers',
  ],
];

test.each(CASES)('%s', (_, object, sentence) => {
  expect(podSentence(object, t)).toBe(sentence);
});
