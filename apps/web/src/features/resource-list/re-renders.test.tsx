import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import { Profiler } from 'react';
import { expect, it, vi } from 'vitest';
import type { RowView } from '../../kinds/define-kind.ts';
import { frame, live, open, pod, prepareList, source } from './test/open-list.tsx';

prepareList();

const COUNT = 1000;
const name = (i: number): string => `pod-${String(i).padStart(4, '0')}`;
const rows = (restarts: number): LiveRow[] =>
  Array.from({ length: COUNT }, (_, i) => pod(name(i), 'Running', restarts));

// performance.md, target 17
it('a batch of changes draws the rows in sight that it touches, in one commit, and nothing else', () => {
  // asked when a cell is drawn, and at no other time
  const describeCell = vi.fn((view: RowView) => view.row.name);
  const commits = vi.fn();
  const kind = { columns: [{ id: 'own', header: 'Own', text: () => 'x', describe: describeCell }] };
  open({
    kind,
    around: (list) => (
      <Profiler id="list" onRender={commits}>
        {list}
      </Profiler>
    ),
  });
  live(...rows(0));
  const drawn = (): string[] => [...new Set(describeCell.mock.calls.map(([view]) => view.row.name))].sort();
  expect(drawn().length).toBeGreaterThan(10);
  expect(drawn().length).toBeLessThan(100);

  const batch = (upsert: LiveRow[]): void => {
    commits.mockClear();
    describeCell.mockClear();
    frame(() => source.rows(upsert));
  };
  // three in sight, and all that are not
  const touched = [1, 3, 5].map((i) => pod(name(i), 'Running', 1));
  batch([...touched, ...rows(1).slice(500)]);
  expect(drawn()).toEqual([name(1), name(3), name(5)]);
  expect(describeCell).toHaveBeenCalledTimes(3);
  expect(commits).toHaveBeenCalledTimes(1);

  batch(rows(2).slice(500));
  expect(describeCell).not.toHaveBeenCalled();
  expect(commits).not.toHaveBeenCalled();

  // what the server prints anew and is the same
  batch(rows(2).slice(500));
  expect(commits).not.toHaveBeenCalled();
});
