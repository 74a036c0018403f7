import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countOf } from '../../api/object-count.ts';
import type { Health, RowView } from '../../kinds/define-kind.ts';
import { groupWarnings, podsInTrouble, podsWarnedOf, statusRows } from './read-overview.ts';

const healthOf = ({ cell }: RowView): Health => {
  if (cell('Status') === 'Running') return cell('Ready') === '1/1' ? 'ok' : 'warning';
  return cell('Status') === 'Pending' ? 'progressing' : 'failed';
};
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
  it('reads the server’s own columns', () => {
    const rows = statusRows(
      {
        columnDefinitions: [{ name: 'Name' }, { name: 'Ready' }, { name: 'Status' }],
        rows: [{ cells: ['web-1', '0/1', 'Running'], object: { metadata: { name: 'web-1', namespace: 'shop' } } }],
      },
      healthOf,
    );
    expect(rows).toEqual([{ namespace: 'shop', name: 'web-1', status: 'Running', health: 'warning' }]);
  });

  it('has no status where the server has no such column', () => {
    expect(statusRows({ columnDefinitions: [{ name: 'Name' }], rows: [{ cells: ['x'] }] }, () => 'unknown')).toEqual([
      { namespace: undefined, name: 'x', status: '', health: 'unknown' },
    ]);
  });
});

describe('podsInTrouble', () => {
  const table = (...pods: readonly (readonly [name: string, ready: string, status: string])[]) =>
    Response.json({
      columnDefinitions: [{ name: 'Name' }, { name: 'Ready' }, { name: 'Status' }],
      rows: pods.map((cells) => ({ cells, object: { metadata: { name: cells[0], namespace: 'shop' } } })),
    });
  const fetched = vi.fn<(url: string) => Promise<Response>>();
  beforeEach(() => vi.stubGlobal('fetch', fetched));
  afterEach(() => vi.unstubAllGlobals());

  it('adds the running pods that the cluster warned of and that still fail, the failed first', async () => {
    fetched.mockImplementation(async (url) => {
      const selector = new URL(url, 'http://localhost').searchParams.get('fieldSelector');
      switch (selector) {
        case 'status.phase!=Running,status.phase!=Succeeded':
          return table(['indexer', '0/1', 'Pending'], ['web', '0/1', 'ImagePullBackOff']);
        case 'metadata.name=payments':
          return table(['payments', '0/1', 'CrashLoopBackOff']);
        case 'metadata.name=slow':
          return table(['slow', '0/1', 'Running']);
        case 'metadata.name=healed':
          return table(['healed', '1/1', 'Running']);
        default:
          return table();
      }
    });
    const warned = ['payments', 'slow', 'healed', 'gone', 'web'].map((name) => ({ namespace: 'shop', name }));
    const pods = await podsInTrouble('demo', null, warned, healthOf, new AbortController().signal);
    expect(pods.map(({ name, health }) => [name, health])).toEqual([
      ['payments', 'failed'],
      ['web', 'failed'],
      ['slow', 'warning'],
      ['indexer', 'progressing'],
    ]);
    // "web" was known already
    expect(fetched).toHaveBeenCalledTimes(5);
  });
});

describe('podsWarnedOf', () => {
  it('names each pod once and nothing else', () => {
    const grouped = groupWarnings([
      { involvedObject: about, reason: 'BackOff' },
      { involvedObject: about, reason: 'Unhealthy' },
      { involvedObject: { ...about, kind: 'Job' }, reason: 'BackoffLimitExceeded' },
      { involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'nowhere' }, reason: 'Odd' },
    ]);
    expect(podsWarnedOf(grouped)).toEqual([{ namespace: 'shop', name: 'web-1' }]);
  });
});
