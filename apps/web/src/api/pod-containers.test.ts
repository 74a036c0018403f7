import { describe, expect, it } from 'vitest';
import type { KubeObject } from './kube-object.ts';
import { defaultContainer, streamContainers } from './pod-containers.ts';

const pod = (annotation?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    uid: 'u',
    ...(annotation === undefined ? {} : { annotations: { 'kubectl.kubernetes.io/default-container': annotation } }),
  },
  spec: {
    initContainers: [{ name: 'prepare' }],
    containers: [{ name: 'app' }, { name: 'proxy' }],
    ephemeralContainers: [{ name: 'debug' }],
  },
  status: {
    initContainerStatuses: [{ name: 'prepare', state: { terminated: { reason: 'Completed', exitCode: 0 } } }],
    containerStatuses: [
      { name: 'proxy', state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 4, containerID: 'c://2' },
      { name: 'app', state: { running: {} }, restartCount: 0, containerID: 'c://1' },
    ],
  },
});

describe('streamContainers', () => {
  it('reads every container with its state, in the order of the spec', () => {
    expect(streamContainers(pod())).toEqual([
      {
        name: 'prepare',
        role: 'init',
        phase: 'terminated',
        reason: 'Completed',
        exitCode: 0,
        restarts: 0,
        instance: '',
      },
      { name: 'app', role: 'app', phase: 'running', reason: '', exitCode: undefined, restarts: 0, instance: 'c://1' },
      {
        name: 'proxy',
        role: 'app',
        phase: 'waiting',
        reason: 'CrashLoopBackOff',
        exitCode: undefined,
        restarts: 4,
        instance: 'c://2',
      },
      {
        name: 'debug',
        role: 'ephemeral',
        phase: 'unknown',
        reason: '',
        exitCode: undefined,
        restarts: 0,
        instance: '',
      },
    ]);
  });

  it.each([
    [undefined, 'app'],
    ['proxy', 'proxy'],
    ['absent', 'app'],
  ])('default container with annotation %s is %s', (annotation, expected) => {
    const given = pod(annotation);
    expect(defaultContainer(given, streamContainers(given))).toBe(expected);
  });

  it('an object without containers has none', () => {
    const empty: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', uid: 'u' } };
    expect(streamContainers(empty)).toEqual([]);
    expect(defaultContainer(empty, [])).toBeUndefined();
  });
});
