import type { LogLine } from '@quarterdeck/shared/stream-protocol';
import { expect, it } from 'vitest';
import { LogMerge } from './log-merge.ts';

const line = (source: number, seconds: number): LogLine => [
  source,
  `2026-11-21T12:00:${seconds}Z`,
  `${source}@${seconds}`,
];
const texts = (lines: readonly LogLine[]): string[] => lines.map(([, , text]) => text);

it('passes one source on as it is, at once', () => {
  const merge = new LogMerge(1, 0);
  merge.add(line(0, 12), 0);
  merge.add(line(0, 11), 0);
  expect(texts(merge.release(0))).toEqual(['0@12', '0@11']);
});

it('waits for the first line of each source, but not for ever', () => {
  const merge = new LogMerge(2, 0);
  merge.add(line(0, 12), 0);
  expect(merge.release(900)).toEqual([]);
  merge.add(line(1, 11), 900);
  expect(texts(merge.release(950))).toEqual(['1@11', '0@12']);

  const alone = new LogMerge(2, 0);
  alone.add(line(0, 12), 0);
  expect(texts(alone.release(1000))).toEqual(['0@12']);

  const refused = new LogMerge(2, 0);
  refused.add(line(0, 12), 0);
  refused.answered(1);
  expect(texts(refused.release(150))).toEqual(['0@12']);
});

it('puts lines in order that arrive within the window, and keeps the order of equal times', () => {
  const merge = new LogMerge(2, 0);
  merge.add(line(0, 20), 100);
  merge.add(line(0, 30), 100);
  merge.add(line(1, 25), 200);
  merge.add(line(1, 40), 200);
  expect(texts(merge.release(240))).toEqual([]);
  expect(texts(merge.release(260))).toEqual(['0@20', '1@25', '0@30']);
  expect(texts(merge.release(360))).toEqual(['1@40']);
  merge.add([0, '2026-11-21T12:00:50Z', 'first'], 400);
  merge.add([0, '2026-11-21T12:00:50Z', 'second'], 400);
  expect(texts(merge.releaseAll())).toEqual(['first', 'second']);
});
