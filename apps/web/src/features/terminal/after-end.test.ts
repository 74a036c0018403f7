import { expect, it } from 'vitest';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { afterEnd } from './after-end.ts';

const OPENED = Date.parse('2026-11-21T10:00:00Z');
const request: TerminalRequest = {
  cluster: 'prod',
  namespace: 'team-a',
  pod: 'web',
  podUid: 'u1',
  container: 'app',
  command: null,
  mode: 'exec',
  title: 'web',
};
const killed = { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-11-21T10:05:00Z' } };

function pod(status: object, metadata: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', uid: 'u1', ...metadata },
    spec: { containers: [{ name: 'app' }] },
    status: { containerStatuses: [{ name: 'app', ...status }] },
  };
}

it.each([
  ['the pod is gone', 'gone' as const, { key: 'gone', again: false }],
  [
    'another pod has its name',
    pod({ state: { running: {} } }, { uid: 'u2' }),
    { key: 'replaced', again: true, uid: 'u2' },
  ],
  ['it is being deleted', pod({}, { deletionTimestamp: '2026-11-21T10:05:00Z' }), { key: 'deleting', again: false }],
  ['the container has ended', pod({ state: killed }), { key: 'stopped', reason: 'OOMKilled', code: 137, again: false }],
  [
    'it is between two restarts',
    pod({ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: killed }),
    { key: 'waiting', reason: 'OOMKilled', code: 137, again: true },
  ],
  [
    'it was restarted',
    pod({ state: { running: {} }, lastState: killed }),
    { key: 'restarted', reason: 'OOMKilled', again: true },
  ],
  [
    'an older end is no reason',
    pod({ state: { running: {} }, lastState: { terminated: { reason: 'Error', finishedAt: '2026-11-21T09:00:00Z' } } }),
    { key: 'running', again: true },
  ],
])('%s', (_name, found, after) => {
  expect(afterEnd(found, request, OPENED)).toMatchObject(after);
});
