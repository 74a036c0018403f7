import { expect, it } from 'vitest';
import { byState, inRanges, jobIndexes } from './job-indexes.ts';
import { inOrder, jobPodReader } from './job-pods.ts';

const columns = ['Name', 'Ready', 'Status', 'Restarts'].map((name) => ({
  name,
  type: 'string',
  format: '',
  priority: 0,
  description: '',
}));
const read = jobPodReader(columns);
const pod = (
  name: string,
  status: string,
  index?: number,
  exits: readonly number[] = [],
  reasons: readonly string[] = [],
) =>
  read({
    uid: name,
    namespace: 'n',
    name,
    created: 1,
    labels: null,
    cells: [name, status === 'Running' ? '1/1' : '0/1', status, 2],
    fields: [
      index === undefined ? undefined : { 'batch.kubernetes.io/job-completion-index': `${index}` },
      exits,
      reasons,
      'n1',
    ],
  });

it('reads index, exit codes and health of a pod', () => {
  expect(pod('a', 'Error', 3, [137], ['OOMKilled'])).toMatchObject({
    index: 3,
    status: 'Error',
    restarts: '2',
    node: 'n1',
    health: 'failed',
    exits: ['137 (OOMKilled)'],
  });
  expect(pod('b', 'Completed', undefined, [0])).toMatchObject({ index: undefined, health: 'ok', exits: ['0'] });
});

it('puts those first that failed', () => {
  const pods = [pod('a', 'Completed', 0), pod('b', 'Running', 1), pod('c', 'Error', 2), pod('d', 'Running', 0)];
  expect(inOrder(pods).map(({ name }) => name)).toEqual(['c', 'a', 'd', 'b']);
});

it('says what has become of each index', () => {
  const job = {
    spec: { completionMode: 'Indexed', completions: 9 },
    status: { completedIndexes: '0-2,5', failedIndexes: '3' },
  };
  const indexes = jobIndexes(job, [pod('a', 'Running', 4), pod('b', 'Error', 6), pod('c', 'Error', 3)]);
  expect(Object.fromEntries(byState(indexes))).toEqual({
    done: { count: 4, ranges: '0–2, 5' },
    failed: { count: 1, ranges: '3' },
    running: { count: 1, ranges: '4' },
    retrying: { count: 1, ranges: '6' },
    waiting: { count: 2, ranges: '7–8' },
  });
  const conditions = [{ type: 'Failed', status: 'True' }];
  const over = jobIndexes({ ...job, status: { ...job.status, conditions } }, [pod('b', 'Error', 6)]);
  expect(byState(over).get('failed')).toEqual({ count: 2, ranges: '3, 6' });
  expect(jobIndexes({ spec: { completions: 9 } }, [])).toEqual([]);
});

it.each([
  ['', []],
  ['1,3-5', [1, 3, 4, 5]],
  ['x,-,4', [4]],
])('reads the ranges %j', (text, expected) => {
  const has = inRanges(text);
  expect([0, 1, 2, 3, 4, 5, 6].filter(has)).toEqual(expected);
});
