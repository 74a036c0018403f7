import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { podReasons, takesLong } from './pod-reasons.ts';

const waiting = (reason: string) => ({ waiting: { reason } });
const oom = { terminated: { reason: 'OOMKilled', exitCode: 137 } };
const status = (name: string, state: object, more: object = {}) => ({ name, ready: false, state, ...more });

function pod(report: object, metadata: object = {}, spec: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', uid: 'u', creationTimestamp: '2026-11-22T10:00:00Z', ...metadata },
    spec: { containers: [{ name: 'app' }, { name: 'proxy' }], ...spec },
    status: report,
  };
}

/** "reason" or "reason(container+container)" */
function texts(object: KubeObject, isLong = false): readonly string[] {
  return podReasons(object, isLong).map(({ reason, containers }) =>
    containers.length === 0 ? reason : `${reason}(${containers.join('+')})`,
  );
}

const both = (app: object, proxy: object = app) => ({
  phase: 'Pending',
  containerStatuses: [status('app', app), status('proxy', proxy)],
});

describe('why a pod is not as it should be', () => {
  test.each([
    ['all is well', pod(both({ running: {} })), []],
    ['two containers of one reason', pod(both(waiting('ImagePullBackOff'))), ['ImagePullBackOff(app+proxy)']],
    ['each has its own', pod(both(waiting('ErrImagePull'), oom)), ['ErrImagePull(app)', 'OOMKilled(proxy)']],
    [
      'a crash loop and what it died of',
      pod({ containerStatuses: [status('app', waiting('CrashLoopBackOff'), { lastState: oom })] }),
      ['CrashLoopBackOff(app)', 'OOMKilled(app)'],
    ],
    ['evicted', pod({ phase: 'Failed', reason: 'Evicted' }), ['Evicted']],
    ['completed', pod({ ...both({ terminated: { reason: 'Completed', exitCode: 0 } }), phase: 'Succeeded' }), []],
    [
      'no node takes it',
      pod({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }),
      ['Unschedulable'],
    ],
    ['on its way', pod(both(waiting('ContainerCreating'))), []],
    [
      'it is deleted: what its containers say is part of that',
      pod(both(oom), { deletionTimestamp: '2026-11-22T10:00:00Z' }),
      ['Terminating'],
    ],
    [
      'deleted on a node that is away',
      pod({ reason: 'NodeLost' }, { deletionTimestamp: '2026-11-22T10:00:00Z' }),
      ['Terminating', 'NodeLost'],
    ],
    [
      'an ended shell of somebody who looked about',
      pod({ ephemeralContainerStatuses: [status('debug', oom)] }, {}, { ephemeralContainers: [{ name: 'debug' }] }),
      [],
    ],
    ['an odd status', pod({ containerStatuses: 3, conditions: 'x' }), []],
  ])('%s', (_, object, expected) => {
    expect(texts(object)).toEqual(expected);
  });

  test('a step that each pod goes through is named when it takes long', () => {
    const object = pod(both(waiting('ContainerCreating')));
    expect(texts(object, true)).toEqual(['ContainerCreating(app+proxy)']);
    expect(takesLong(object, Date.parse('2026-11-22T10:00:29Z'))).toBe(false);
    expect(takesLong(object, Date.parse('2026-11-22T10:00:31Z'))).toBe(true);
    // bound late: its node counts from there
    const late = pod({ startTime: '2026-11-22T10:05:00Z' });
    expect(takesLong(late, Date.parse('2026-11-22T10:05:10Z'))).toBe(false);
  });
});
