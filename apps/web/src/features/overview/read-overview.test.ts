import { describe, expect, it } from 'vitest';
import { countOf, groupWarnings, statusRows } from './read-overview.ts';

const about = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1' };

describe('groupWarnings', () => {
  it('adds up one object and reason, keeps the newest words, and puts the latest first', () => {
    const grouped = groupWarnings([
      { involvedObject: about, reason: 'BackOff', message: 'old', count: 3, lastTimestamp: '2026-01-01T00:00:00Z' },
      { involvedObject: about, reason: 'BackOff', message: 'new', count: 2, lastTimestamp: '2026-01-01T00:01:00Z' },
      { involvedObject: about, reason: 'Unhealthy', message: 'probe', lastTimestamp: '2026-01-01T00:02:00Z' },
    ]);
    expect(grouped.map(({ reason, message, count }) => [reason, message, count])).toEqual([
      ['Unhealthy', 'probe', 1],
      ['BackOff', 'new', 5],
    ]);
  });

  it('takes the time of a series and survives events without anything', () => {
    expect(
      groupWarnings([{}, { involvedObject: about, series: { count: 9, lastObservedTime: '2026-01-01T00:00:00Z' } }]),
    ).toMatchObject([
      { name: 'web-1', count: 9, last: Date.parse('2026-01-01T00:00:00Z') / 1000 },
      { name: '', count: 1, last: 0 },
    ]);
  });
});

describe('countOf', () => {
  it.each([
    [{ rows: [] }, { number: 0, least: false }],
    [{ rows: [{ cells: [] }] }, { number: 1, least: false }],
    [
      { rows: [{ cells: [] }], metadata: { continue: 'c', remainingItemCount: 20 } },
      { number: 21, least: false },
    ],
    [
      { rows: [{ cells: [] }], metadata: { continue: 'c' } },
      { number: 1, least: true },
    ],
  ])('%j → %j', (page, count) => {
    expect(countOf(page)).toEqual(count);
  });
});

describe('statusRows', () => {
  it('reads the server’s own Status column', () => {
    const rows = statusRows({
      columnDefinitions: [{ name: 'Name' }, { name: 'Status' }],
      rows: [{ cells: ['web-1', 'ImagePullBackOff'], object: { metadata: { name: 'web-1', namespace: 'shop' } } }],
    });
    expect(rows).toEqual([{ namespace: 'shop', name: 'web-1', status: 'ImagePullBackOff' }]);
  });

  it('has no status where the server has no such column', () => {
    expect(statusRows({ columnDefinitions: [{ name: 'Name' }], rows: [{ cells: ['x'] }] })).toEqual([
      { namespace: undefined, name: 'x', status: '' },
    ]);
  });
});
