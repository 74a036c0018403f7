import { expect, test } from 'vitest';
import type { EventFacts } from '../../live/read-event.ts';
import { sectionWords } from '../test/section-words.ts';
import { hookFailures, hookWords } from './hook-words.ts';

test.each([
  ['postStart', {}, /fails, the container is killed/],
  ['preStop', {}, /grace period of 30 s/],
  ['preStop', { terminationGracePeriodSeconds: 5 }, /grace period of 5 s/],
  ['preStop', null, /grace period of 30 s/],
] as const)('what follows from a %s hook of %j (CTL-27)', (role, spec, words) => {
  expect(hookWords(role, spec, sectionWords)).toMatch(words);
});

const event = (reason: string, part: string, last: number): EventFacts => ({
  type: 'Warning',
  reason,
  message: `at ${last}`,
  from: 'kubelet',
  part,
  about: { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'p' },
  count: 1,
  first: last,
  last,
});

test('the newest failure of each hook is found among the events (OPS-112)', () => {
  const failures = hookFailures([
    event('FailedPostStartHook', 'spec.containers{app}', 20),
    event('FailedPostStartHook', 'spec.containers{app}', 10),
    event('FailedPreStopHook', 'spec.initContainers{side}', 5),
    event('FailedPreStopHook', '', 6),
    event('Killing', 'spec.containers{app}', 30),
  ]);
  expect([...failures].map(([key, { message }]) => `${key}: ${message}`)).toEqual([
    'app/postStart: at 20',
    'side/preStop: at 5',
  ]);
});
