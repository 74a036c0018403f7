import { numberAt, textAt } from '../../api/read-field.ts';
import type { JobPod } from './job-pods.ts';
import { jobState } from './job-state.ts';

export type IndexState = 'done' | 'failed' | 'running' | 'retrying' | 'waiting';

/** One index of a Job whose pods have numbers. */
export interface JobIndex {
  readonly index: number;
  readonly state: IndexState;
}

/** Squares that can be told apart. */
export const MOST_INDEXES = 400;

/** The indexes of an Indexed Job and what has become of each: the controller's lists first, then its pods; [] for other Jobs. */
export function jobIndexes(job: object, pods: Iterable<JobPod>): readonly JobIndex[] {
  if (textAt(job, 'spec.completionMode') !== 'Indexed') return [];
  const count = Math.min(numberAt(job, 'spec.completions') ?? 0, MOST_INDEXES);
  const done = inRanges(textAt(job, 'status.completedIndexes'));
  const failed = inRanges(textAt(job, 'status.failedIndexes'));
  const { phase } = jobState(job);
  // nothing is tried again
  const isOver = phase === 'failed' || phase === 'ending';
  const running = new Set<number>();
  const tried = new Set<number>();
  for (const { index, health } of pods) if (index !== undefined) (health === 'failed' ? tried : running).add(index);
  return Array.from({ length: count }, (_, index) => ({
    index,
    state: done(index)
      ? 'done'
      : failed(index) || (isOver && tried.has(index))
        ? 'failed'
        : running.has(index)
          ? 'running'
          : tried.has(index)
            ? 'retrying'
            : 'waiting',
  }));
}

/** How many, and which as ranges, of each state that there is. */
export function byState(indexes: readonly JobIndex[]): ReadonlyMap<IndexState, { count: number; ranges: string }> {
  const found = new Map<IndexState, number[]>();
  for (const { index, state } of indexes) found.set(state, [...(found.get(state) ?? []), index]);
  return new Map([...found].map(([state, all]) => [state, { count: all.length, ranges: asRanges(all) }]));
}

/** Reads "1,3-5,7" as the controller writes it. */
export function inRanges(text: string): (index: number) => boolean {
  const ranges = text.split(',').flatMap((part) => {
    const [, from, to = from] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part.trim()) ?? [];
    return from === undefined ? [] : [[Number(from), Number(to)] as const];
  });
  return (index) => ranges.some(([from, to]) => index >= from && index <= to);
}

function asRanges(sorted: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
