import { describe, expect, it } from 'vitest';
import type { KubeObject } from './kube-object.ts';
import { defaultContainer, readContainers } from './pod-containers.ts';

const pod = (annotation?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    uid: 'u',
    ...(annotation === undefined ? {} : { annotations: { 'kubectl.kubernetes.io/default-container': annotation } }),
  },
  spec: {
    initContainers: [{ name: 'prepare' }, { name: 'mesh', restartPolicy: 'Always' }],
    containers: [{ name: 'app' }, { name: 'proxy' }],
    ephemeralContainers: [{ name: 'debug' }],
  },
  status: {
    initContainerStatuses: [
      { name: 'prepare', state: { terminated: { reason: 'Completed', exitCode: 0 } } },
      { name: 'mesh', state: { running: {} }, ready: true, containerID: 'c://3' },
    ],
    containerStatuses: [
      { name: 'proxy', state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 4, containerID: 'c://2' },
      { name: 'app', state: { running: {} }, restartCount: 0, containerID: 'c://1' },
    ],
  },
});

describe('readContainers', () => {
  it('reads every container with its role and state, in the order in which they start', () => {
    const brief = readContainers(pod()).map(({ name, role, state, restarts, ready, instance }) => [
      name,
      role,
      state?.phase,
      state?.reason,
      state?.exitCode,
      restarts,
      ready,
      instance,
    ]);
    expect(brief).toEqual([
      ['prepare', 'init', 'terminated', 'Completed', 0, 0, false, ''],
      ['mesh', 'sidecar', 'running', '', undefined, 0, true, 'c://3'],
      ['app', 'main', 'running', '', undefined, 0, false, 'c://1'],
      ['proxy', 'main', 'waiting', 'CrashLoopBackOff', undefined, 4, false, 'c://2'],
      ['debug', 'ephemeral', undefined, undefined, undefined, 0, false, ''],
    ]);
  });

  it.each([
    [undefined, 'app'],
    ['proxy', 'proxy'],
    ['absent', 'app'],
  ])('default container with annotation %s is %s', (annotation, expected) => {
    const given = pod(annotation);
    expect(defaultContainer(given, readContainers(given))).toBe(expected);
  });

  it('an object without containers has none', () => {
    const empty: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', uid: 'u' } };
    expect(readContainers(empty)).toEqual([]);
    expect(defaultContainer(empty, [])).toBeUndefined();
  });
});
