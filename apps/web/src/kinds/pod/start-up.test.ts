import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import type { EventFacts } from '../../live/read-event.ts';
import { readyAfter, startUp } from './start-up.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, seconds)).toISOString();
const condition = (type: string, seconds: number) => ({ type, status: 'True', lastTransitionTime: at(seconds) });
const event = (reason: string, seconds: number, container = '', more: Partial<EventFacts> = {}): EventFacts => ({
  type: 'Normal',
  reason,
  message: `${reason}!`,
  from: 'kubelet',
  part: container === '' ? '' : `spec.containers{${container}}`,
  about: { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'web' },
  count: 1,
  first: Date.parse(at(seconds)) / 1000,
  last: Date.parse(at(seconds)) / 1000,
  ...more,
});

function pod(status: object, spec: object = { containers: [{ name: 'app' }] }): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', uid: 'u', creationTimestamp: at(0) },
    spec,
    status: { ...status },
  };
}
const told = (object: KubeObject, events: readonly EventFacts[]) =>
  startUp(object, events).map(({ what, container, after }) => [what, container, after]);

const running = { name: 'app', restartCount: 0, ready: true, state: { running: { startedAt: at(9) } } };

describe('the start of a pod', () => {
  test('is told by status and events together, each step once, with what it took', () => {
    const status = {
      startTime: at(1),
      conditions: [
        condition('PodScheduled', 1),
        condition('Initialized', 1),
        condition('ContainersReady', 12),
        condition('Ready', 12),
      ],
      containerStatuses: [running],
    };
    const events = [
      event('Started', 9, 'app'),
      event('Scheduled', 1),
      event('Pulling', 2, 'app'),
      event('Pulled', 8, 'app'),
      event('Created', 9, 'app'),
    ];
    const object = pod(status);
    expect(told(object, events)).toEqual([
      ['created', '', undefined],
      ['scheduled', '', 1],
      ['accepted', '', 0],
      ['initialized', '', 0],
      ['pulling', 'app', 1],
      ['pulled', 'app', 6],
      ['containerCreated', 'app', 1],
      ['started', 'app', 0],
      ['containersReady', '', 3],
      ['ready', '', 0],
    ]);
    expect(readyAfter(object, startUp(object, events))).toBe(12);
  });

  test('is told by the status alone when the events are gone', () => {
    const status = { startTime: at(1), conditions: [condition('PodScheduled', 1)], containerStatuses: [running] };
    expect(told(pod(status), [])).toEqual([
      ['created', '', undefined],
      ['scheduled', '', 1],
      ['accepted', '', 0],
      ['started', 'app', 8],
    ]);
  });

  test('has what went wrong, and no first start of a container that was started again', () => {
    const status = {
      containerStatuses: [{ ...running, restartCount: 3, lastState: { terminated: { exitCode: 1 } } }],
    };
    const steps = startUp(pod(status), [
      event('FailedScheduling', 2, '', { type: 'Warning', message: '0/3 nodes', count: 4 }),
      event('Killing', 3, 'app'),
    ]);
    expect(steps.map(({ what, reason, times, warning }) => [what, reason, times, warning])).toEqual([
      ['created', '', 1, false],
      ['event', 'FailedScheduling', 4, true],
      ['restarted', '', 3, false],
    ]);
    expect(readyAfter(pod(status), steps)).toBeUndefined();
  });

  test('has init containers before main ones within the same second', () => {
    const spec = { initContainers: [{ name: 'init' }], containers: [{ name: 'app' }] };
    const status = {
      conditions: [condition('Initialized', 9)],
      initContainerStatuses: [
        { name: 'init', restartCount: 0, state: { terminated: { exitCode: 0, startedAt: at(9), finishedAt: at(9) } } },
      ],
      containerStatuses: [running],
    };
    expect(told(pod(status, spec), []).map(([what, container]) => `${what} ${container}`)).toEqual([
      'created ',
      'started init',
      'finished init',
      'initialized ',
      'started app',
    ]);
  });

  test('of a pod without a status, or with an odd one, is short', () => {
    expect(told(pod({}, {}), [])).toEqual([['created', '', undefined]]);
    expect(told({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', uid: 'u' } }, [])).toEqual([]);
    expect(told(pod({ conditions: [null, 3], startTime: 'soon', containerStatuses: [5] }), [])).toHaveLength(1);
  });

  test('of a pod that has failed for hours is cut in the middle', () => {
    const failures = Array.from({ length: 500 }, (_, i) => event('Failed', i + 1, 'app', { type: 'Warning' }));
    const steps = startUp(pod({}), failures);
    expect(steps.length).toBeLessThanOrEqual(60);
    expect(steps[0]?.what).toBe('created');
  });
});
