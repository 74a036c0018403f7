import { describe, expect, test } from 'vitest';
import { type PrintedTime, printedTimeText, readPrintedTime, samePrintedTime } from './printed-time.ts';

const now = 1_700_000_000;
const text = { name: 'Restarts', type: 'string' };
const date = { name: 'Renewed', type: 'date' };

describe('printed times', () => {
  test.each([
    ['5 (3m ago)', text, 3600, '5 (63m ago)'],
    ['5 (3m20s ago)', text, 0, '5 (3m20s ago)'],
    ['12d', date, 86_400, '13d'],
    ['45s', date, 30, '75s'],
    ['23m', { name: 'Last Schedule', type: 'string' }, 60, '24m'],
  ])('%s grows old', (cell, column, later, words) => {
    const time = readPrintedTime(cell, column, now);
    expect(time && printedTimeText(time, now + later)).toBe(words);
  });

  test.each([
    ['5', text],
    ['3m', { name: 'CPU', type: 'string' }],
    ['5m', { name: 'Duration', type: 'string' }],
    ['<unknown>', date],
    ['2026-01-01', date],
    ['', date],
    ['(ago)', text],
    [`${'x'.repeat(400)}(3m ago)`, text],
  ])('%j is none', (cell, column) => expect(readPrintedTime(cell, column, now)).toBeUndefined());

  test('a clock that is behind shows no negative time', () => {
    expect(printedTimeText(['', now, ''], now - 30)).toBe('0s');
  });

  test('the same moment printed twice is the same, another is not', () => {
    const at = (since: number, before = ''): PrintedTime => [before, since, ''];
    expect(samePrintedTime(at(now - 60), at(now - 61), now)).toBe(true);
    expect(samePrintedTime(at(now - 60), at(now - 5), now)).toBe(false);
    // printed as "5h7m" at both times
    expect(samePrintedTime(at(now - 18_420), at(now - 18_470), now)).toBe(true);
    expect(samePrintedTime(at(now - 86_400), at(now), now)).toBe(false);
    expect(samePrintedTime(at(now, '5 ('), at(now, '6 ('), now)).toBe(false);
  });
});
