import { expect, it } from 'vitest';
import { stateIn } from './container-state.ts';

const target = { namespace: 'ns', pod: 'p', container: 'main' };
const terminated = (exitCode: number) => ({ terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } });
const backOff = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } };

it.each([
  { name: 'running', state: { running: {} }, is: 'running' },
  { name: 'running in a pod that is being deleted', state: { running: {} }, deleted: true, is: 'running' },
  { name: 'in back-off', state: backOff, is: 'waiting' },
  { name: 'failed, to be restarted', state: terminated(1), is: 'waiting' },
  { name: 'ended well, to be restarted', state: terminated(0), is: 'waiting' },
  { name: 'failed, OnFailure', state: terminated(1), policy: 'OnFailure', is: 'waiting' },
  { name: 'ended well, OnFailure', state: terminated(0), policy: 'OnFailure', is: 'ended' },
  { name: 'failed, Never', state: terminated(1), policy: 'Never', is: 'ended' },
  { name: 'an init container that is done', state: terminated(0), list: 'initContainerStatuses', is: 'ended' },
  { name: 'an init container that failed', state: terminated(1), list: 'initContainerStatuses', is: 'waiting' },
  { name: 'an ephemeral container', state: terminated(1), list: 'ephemeralContainerStatuses', is: 'ended' },
  { name: 'ended in a pod that is being deleted', state: terminated(0), deleted: true, is: 'ended' },
  { name: 'without a status yet', state: undefined, is: 'waiting' },
  { name: 'in a pod that is over', state: undefined, phase: 'Failed', is: 'ended' },
])(
  'a container that is $name',
  ({ state, is, policy = 'Always', deleted, list = 'containerStatuses', phase = 'Running' }) => {
    const pod = {
      metadata: deleted ? { deletionTimestamp: '2026-11-21T12:00:00Z' } : {},
      spec: { restartPolicy: policy },
      status: {
        phase,
        ...(state
          ? {
              [list]: [
                { name: 'other', state: {} },
                { name: 'main', state },
              ],
            }
          : {}),
      },
    };
    expect(stateIn(pod, target).is).toBe(is);
  },
);
