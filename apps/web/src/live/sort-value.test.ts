import type { LiveCell } from '@quarterdeck/shared/live-protocol';
import { describe, expect, it } from 'vitest';
import { compareKeys } from './sort-key.ts';
import { type CellSort, cellSortOf, sortValue } from './sort-value.ts';

/** Each list is in the order that it should sort to; equal neighbours are not allowed. */
const ORDERS: readonly (readonly [what: string, sort: CellSort, cells: readonly LiveCell[]])[] = [
  ['numbers', 'auto', [-1, 0, 2, 10, 100]],
  ['numbers as text', 'auto', ['0', '9', '10', '100']],
  ['ages', 'duration', ['5s', '59s', '3m20s', '15m', '5h7m', '3d4h', '12d', '2y35d']],
  ['ages in an unknown column', 'auto', ['5s', '3h', '2d', '1y']],
  ['minutes are minutes where time is meant', 'duration', ['90s', '5m', '1h']],
  ['quantities', 'auto', ['100m', '250m', '1', '1500m', '2', '1Ki', '1M', '1Mi', '2Gi']],
  ['ratios: by share, then by total', 'auto', ['0/1', '0/3', '1/3', '1/2', '2/3', '0/0', '1/1', '3/3']],
  ['restarts', 'auto', ['0', '3 (2m ago)', '12', '100 (5d ago)']],
  [
    'restarts with their times',
    'auto',
    ['0', ['3 (', 1_700_000_000, ' ago)'], ['12 (', 1_600_000_000, ' ago)'], '100'],
  ],
  [
    'times that tick: the youngest first',
    'duration',
    [
      ['', 1_700_000_000, ''],
      ['', 1_699_999_000, ''],
      ['', 0, ''],
    ],
  ],
  ['percentages', 'auto', ['5%', '40%', '100%']],
  ['IPv4', 'auto', ['9.0.0.1', '10.0.0.2', '10.0.0.10', '10.0.1.0', '192.168.0.1']],
  ['IPv6', 'auto', ['::1', 'fd00::9', 'fd00::a', 'fd00::1:0', 'fe80::1']],
  ['versions', 'text', ['v1.9.3', 'v1.20.0', 'v1.20.2', 'v1.20.10', 'v2.0']],
  ['versions that are not out yet', 'text', ['v1.9.3', 'v1.20.0-alpha.2', 'v1.20.0-rc.1', 'v1.20.0', 'v1.20.1']],
  ['versions where they are not announced', 'auto', ['v1.9.3', 'v1.20.0-rc.1', 'v1.20.0', 'v1.20.10']],
  [
    'targets of autoscalers',
    'auto',
    ['cpu: 10%/80%', '40%/80%', 'memory: 60Mi/100Mi', 'cpu: 250m/250m, 1/2', '<unknown>/80%'],
  ],
  ['IPv6 ranges', 'auto', ['fd00::9/64', 'fd00::a/64', 'fd00::1:0,10.0.0.1']],
  ['ports', 'auto', ['80/TCP', '443/TCP', '8080/TCP']],
  ['versions that look like numbers', 'text', ['1.9', '1.10', '1.20']],
  ['names', 'text', ['web', 'web-2', 'web-10', 'web-100', 'zoo']],
  ['words', 'auto', ['Completed', 'pending', 'Running']],
  ['nothing last', 'auto', [3, 'text', null]],
  ['what is unknown last', 'auto', ['10.0.0.1', '<none>']],
  ['booleans', 'auto', [false, true]],
];

describe('sortValue', () => {
  it.each(ORDERS)('%s', (_, sort, cells) => {
    const keys = cells.map((cell) => sortValue(cell, sort));
    for (let i = 1; i < keys.length; i += 1) {
      const [before = null, after = null] = [keys[i - 1], keys[i]];
      expect(compareKeys(before, after, 1), `${cells[i - 1]} before ${cells[i]}`).toBeLessThan(0);
      expect(compareKeys(after, before, 1)).toBeGreaterThan(0);
    }
  });

  it('keeps what is missing last when descending', () => {
    expect(compareKeys(null, 5, -1)).toBeGreaterThan(0);
    expect(compareKeys('a', null, -1)).toBeLessThan(0);
    expect(compareKeys(1, 2, -1)).toBeGreaterThan(0);
  });

  it.each(['', '  ', '<none>', '<unknown>', '<unset>', null])('reads %j as nothing', (cell) => {
    expect(sortValue(cell)).toBeNull();
  });
});

describe('cellSortOf', () => {
  it.each([
    ['Age', 'string', 'duration'],
    ['Last Seen', 'string', 'duration'],
    ['Last Schedule', 'string', 'duration'],
    ['Renewed', 'date', 'duration'],
    ['Version', 'string', 'text'],
    ['Kernel-Version', 'string', 'text'],
    ['CPU', 'string', 'auto'],
    ['Storage', 'string', 'auto'],
  ])('%s of type %s is read as %s', (name, type, expected) => {
    expect(cellSortOf(name, type)).toBe(expected);
  });
});
