import { expect, it } from 'vitest';
import { LogFind, type ShownLines } from './log-find.ts';
import { LogRing } from './log-ring.ts';
import { type ShownLook, shownTexts } from './shown-line.ts';
import { lineOf } from './test/log-fixtures.ts';

const JSON_LINE =
  '{"level":"warn","ts":"12:00","msg":"slow \\u001b[31manswer\\u001b[0m","ms":900,"copy":"slow","user":"ann"}';
const json = { seq: 0, ...lineOf(JSON_LINE, { json: true, time: '2026-11-22T10:00:00Z' }) };
const plain: ShownLook = { fields: false, columns: [], timed: false };

it.each<[string, Partial<ShownLook>, string[]]>([
  ['as it was written', {}, [JSON_LINE]],
  ['its message and fields, without its level', { fields: true }, ['slow answer', 'ts=', '12:00', 'ms=', '900']],
  ['without the time that stands beside it', { fields: true, timed: true }, ['slow answer', 'ms=', '900']],
  ['columns and the message', { columns: ['user', 'none'] }, ['ann', '', 'slow answer']],
])('a JSON line is searched as it is drawn: %s', (_name, look, texts) => {
  expect(shownTexts(json, { ...plain, ...look }).slice(0, texts.length)).toEqual(texts);
});

it('every other line is its text, beside empty columns', () => {
  const line = { seq: 0, ...lineOf('\x1b[31mred\x1b[0m {') };
  expect(shownTexts(line, { ...plain, fields: true })).toEqual(['red {']);
  expect(shownTexts(line, { ...plain, columns: ['user'] })).toEqual(['', 'red {']);
});

it('the search finds what is drawn and nothing else, in steps that are shorter for JSON lines', () => {
  const ring = new LogRing({ lines: 1000, bytes: 1e7 });
  for (let n = 0; n < 30; n++) ring.push(lineOf(JSON_LINE, { json: true }));
  const view: ShownLines = { count: 30, seqAt: (index) => (index < 30 ? index : undefined), indexFrom: (seq) => seq };
  const find = new LogFind();
  const count = (text: string, look: ShownLook) => {
    find.setTexts((entry) => shownTexts(entry, look));
    find.set({ text, caseSensitive: false }, ring);
    while (find.step(ring, view, 1000)) {}
    return find.count;
  };
  const fields = { ...plain, fields: true };
  expect(count('"level"', plain)).toBe(30);
  expect(count('"level"', fields)).toBe(0);
  expect(count('ms=', fields)).toBe(30);
  expect(count('user', { ...plain, columns: ['user'] })).toBe(0);
  expect(count('ann', { ...plain, columns: ['user'] })).toBe(30);
  find.set({ text: 'ms', caseSensitive: false }, ring);
  expect(find.step(ring, view, 100)).toBe(true);
  expect(find.count).toBe(0);
});
