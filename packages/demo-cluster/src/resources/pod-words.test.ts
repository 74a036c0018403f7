import { expect, test } from 'vitest';
import { type Pod, podWords } from './pod-words.ts';

const NOW = Date.parse('2026-01-01T01:00:00Z');
const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string, signal?: number) => ({ terminated: { exitCode, reason, signal } });

function status(name: string, state: object, more: object = {}) {
  return { name, image: 'i', imageID: '', ready: 'running' in state, restartCount: 0, state, ...more };
}

interface Story {
  readonly phase?: string;
  readonly reason?: string;
  readonly deleted?: boolean;
  readonly conditions?: object[];
  readonly inits?: object[];
  readonly initSpecs?: object[];
  readonly containers?: object[];
}

function podOf({ phase = 'Running', reason, deleted, conditions, inits, initSpecs, containers = [] }: Story): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
      ...(deleted ? { deletionTimestamp: '2026-01-01T00:59:00Z' } : {}),
    },
    spec: {
      containers: containers.map(() => ({ name: 'c' })),
      initContainers: initSpecs ?? inits?.map(() => ({ name: 'i' })),
    },
    status: { phase, reason, conditions, initContainerStatuses: inits, containerStatuses: containers },
  } as object as Pod;
}

const restarted = (state: object) =>
  status('a', state, {
    restartCount: 3,
    lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:58:00Z' } },
  });

test.each<[string, Story, string, string, string]>([
  ['running', { containers: [status('a', running)] }, '1/1', 'Running', '0'],
  [
    'one of two ready',
    { containers: [status('a', running), status('b', running, { ready: false })] },
    '1/2',
    'Running',
    '0',
  ],
  ['pending', { phase: 'Pending', containers: [] }, '0/0', 'Pending', '0'],
  [
    'creating',
    { phase: 'Pending', containers: [status('a', waiting('ContainerCreating'))] },
    '0/1',
    'ContainerCreating',
    '0',
  ],
  ['crash loop', { containers: [restarted(waiting('CrashLoopBackOff'))] }, '0/1', 'CrashLoopBackOff', '3 (2m ago)'],
  [
    'no image',
    { phase: 'Pending', containers: [status('a', waiting('ImagePullBackOff'))] },
    '0/1',
    'ImagePullBackOff',
    '0',
  ],
  ['completed', { phase: 'Succeeded', containers: [status('a', ended(0, 'Completed'))] }, '0/1', 'Completed', '0'],
  ['out of memory', { containers: [status('a', ended(137, 'OOMKilled'))] }, '0/1', 'OOMKilled', '0'],
  ['killed by a signal', { containers: [status('a', ended(137, undefined, 9))] }, '0/1', 'Signal:9', '0'],
  ['exit code without a reason', { containers: [status('a', ended(2))] }, '0/1', 'ExitCode:2', '0'],
  ['evicted', { phase: 'Failed', reason: 'Evicted' }, '0/0', 'Evicted', '0'],
  ['terminating', { deleted: true, containers: [status('a', running)] }, '1/1', 'Terminating', '0'],
  [
    'finished and deleted',
    { deleted: true, phase: 'Failed', containers: [status('a', ended(1, 'Error'))] },
    '0/1',
    'Error',
    '0',
  ],
  ['node lost', { deleted: true, reason: 'NodeLost' }, '0/0', 'Unknown', '0'],
  [
    'gated',
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    '0/0',
    'SchedulingGated',
    '0',
  ],
  [
    'first init runs',
    { phase: 'Pending', inits: [status('i', running), status('j', waiting('PodInitializing'))] },
    '0/0',
    'Init:0/2',
    '0',
  ],
  [
    'second init runs',
    { phase: 'Pending', inits: [status('i', ended(0)), status('j', running)] },
    '0/0',
    'Init:1/2',
    '0',
  ],
  ['init fails', { phase: 'Pending', inits: [status('i', ended(1))] }, '0/0', 'Init:ExitCode:1', '0'],
  ['init fails with a reason', { phase: 'Pending', inits: [status('i', ended(1, 'Error'))] }, '0/0', 'Init:Error', '0'],
  [
    'init crash loop',
    { phase: 'Pending', inits: [status('i', waiting('CrashLoopBackOff'))] },
    '0/0',
    'Init:CrashLoopBackOff',
    '0',
  ],
  [
    'one done, one ready',
    {
      conditions: [{ type: 'Ready', status: 'True' }],
      containers: [status('a', ended(0, 'Completed')), status('b', running)],
    },
    '1/2',
    'Running',
    '0',
  ],
  [
    'one done, not ready',
    { containers: [status('a', ended(0, 'Completed')), status('b', running)] },
    '1/2',
    'NotReady',
    '0',
  ],
  [
    'a sidecar counts',
    {
      initSpecs: [{ name: 'i', restartPolicy: 'Always' }],
      inits: [status('i', running, { started: true })],
      containers: [status('a', running)],
    },
    '2/2',
    'Running',
    '0',
  ],
])('%s', (_case, story, ready, word, restarts) => {
  expect(podWords(podOf(story), NOW)).toEqual({ ready, status: word, restarts });
});
