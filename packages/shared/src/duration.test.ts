import { expect, test } from 'vitest';
import { humanDuration, parseHumanDuration } from './duration.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
// the cases of apimachinery's own table: every change of unit
test.each([
  [-5, '<invalid>'],
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [200, '3m20s'],
  [600, '10m'],
  [179 * 60 + 59, '179m'],
  [3 * HOUR, '3h'],
  [5 * HOUR + 7 * 60, '5h7m'],
  [8 * HOUR, '8h'],
  [47 * HOUR, '47h'],
  [2 * DAY, '2d'],
  [3 * DAY + 4 * HOUR, '3d4h'],
  [8 * DAY, '8d'],
  [729 * DAY, '729d'],
  [730 * DAY, '2y'],
  [765 * DAY, '2y35d'],
  [9 * 365 * DAY + 40 * DAY, '9y'],
])('%i s is %s', (seconds, text) => expect(humanDuration(seconds)).toBe(text));

test.each([
  ['3m20s', 200],
  ['5h7m', 5 * HOUR + 420],
  ['2y35d', 765 * DAY],
  ['0s', 0],
])('%s is %i s', (text, seconds) => expect(parseHumanDuration(text)).toBe(seconds));

test.each(['', '5', 'm', '3 m', '-1s', '<unknown>', '1w'])('%j is none', (text) =>
  expect(parseHumanDuration(text)).toBeUndefined(),
);
