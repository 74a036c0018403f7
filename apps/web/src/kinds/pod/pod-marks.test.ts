import { expect, test } from 'vitest';
import { podMarks } from './pod-marks.ts';

const user = (name: string, securityContext: object = {}) => ({ name, securityContext });

test.each([
  ['an ordinary pod', { containers: [user('app')] }, []],
  ['nothing but its host', { hostNetwork: true, hostPID: true, hostIPC: true }, ['hostNetwork', 'hostPID', 'hostIPC']],
  ['false is not set', { hostNetwork: false, containers: [user('app', { privileged: false })] }, []],
  [
    'privileged containers, the first ones too',
    { initContainers: [user('setup', { privileged: true })], containers: [user('app')] },
    ['privileged: setup'],
  ],
  ['root by the pod', { securityContext: { runAsUser: 0 }, containers: [user('app'), user('web')] }, ['root: app web']],
  [
    "a container's own user goes before",
    { securityContext: { runAsUser: 0 }, containers: [user('app', { runAsUser: 1000 }), user('web')] },
    ['root: web'],
  ],
  ['an odd spec', { containers: 7, hostNetwork: 'yes' }, []],
])('the marks of %s (OPS-113)', (_, spec, expected) => {
  const marks = podMarks({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', uid: 'u' }, spec });
  expect(marks.map(({ id, containers }) => [id, ...containers].join(': ').replaceAll(/(?<=: .*): /g, ' '))).toEqual(
    expected,
  );
});

test('a mirror pod is marked as static (OPS-114)', () => {
  const metadata = { name: 'p', uid: 'u', annotations: { 'kubernetes.io/config.mirror': 'hash' } };
  expect(podMarks({ apiVersion: 'v1', kind: 'Pod', metadata }).map(({ id }) => id)).toEqual(['static']);
});
