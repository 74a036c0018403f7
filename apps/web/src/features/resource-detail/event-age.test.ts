import { expect, test } from 'vitest';
import { EVENT_FIELDS, readEvent } from '../../live/read-event.ts';
import { eventAge } from './event-age.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z') / 1000;

function event(fields: Partial<Record<(typeof EVENT_FIELDS)[number], unknown>>) {
  return readEvent({
    uid: 'e',
    namespace: 'a',
    name: 'n',
    created: 0,
    labels: null,
    cells: [],
    fields: EVENT_FIELDS.map((name) => fields[name] ?? null),
  });
}

test.each([
  ['once', { count: 1, firstTimestamp: '2026-11-21T11:59:28Z', lastTimestamp: '2026-11-21T11:59:28Z' }, '32s'],
  [
    'three times',
    { count: 3, firstTimestamp: '2026-11-21T11:59:28Z', lastTimestamp: '2026-11-21T11:59:52Z' },
    '8s (x3 over 32s)',
  ],
  ['events.k8s.io, once', { eventTime: '2026-11-21T11:55:00.000001Z' }, '5m'],
  [
    'a series',
    {
      eventTime: '2026-11-21T11:00:00Z',
      'series.count': 12,
      'series.lastObservedTime': '2026-11-21T11:58:00Z',
      count: 1,
    },
    '2m (x12 over 60m)',
  ],
  ['a clock ahead of ours', { count: 1, firstTimestamp: '2026-11-21T12:00:05Z' }, '0s'],
  ['no time at all', {}, '<unknown>'],
] as const)('%s', (_, fields, words) => {
  expect(eventAge(event(fields), NOW)).toBe(words);
});

test('who reports it, in the old and the new fields', () => {
  expect(event({ 'source.component': 'kubelet', reportingComponent: 'x' }).from).toBe('kubelet');
  expect(event({ 'source.component': '', reportingComponent: 'scheduler' }).from).toBe('scheduler');
});
