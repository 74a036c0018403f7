import { expect, it } from 'vitest';
import event from './event.kind.tsx';

const seen = (fields: Readonly<Record<string, string | null>>) =>
  event.columns?.[0]?.since?.({
    row: { uid: 'u', namespace: '', name: 'n', created: 7, labels: null, cells: [], fields: [] },
    cell: () => '',
    field: (path) => fields[path] ?? undefined,
    reads: () => true,
  });

it.each([
  ['a series', { 'series.lastObservedTime': '1970-01-01T00:00:50Z', eventTime: '1970-01-01T00:00:20Z' }, 50],
  ['the old fields', { lastTimestamp: '1970-01-01T00:00:40Z', firstTimestamp: '1970-01-01T00:00:10Z' }, 40],
  ['events.k8s.io', { deprecatedLastTimestamp: '1970-01-01T00:00:30Z' }, 30],
  ['only eventTime', { lastTimestamp: null, eventTime: '1970-01-01T00:00:20.123456Z' }, 20.123],
  ['nothing but its creation', {}, 7],
])('was last seen by %s', (_name, fields, expected) => {
  expect(seen(fields)).toBeCloseTo(expected, 2);
});

it('lists the newest first, by a column that it has', () => {
  expect(event.defaultSort).toBe(event.columns?.[0]?.id);
});
