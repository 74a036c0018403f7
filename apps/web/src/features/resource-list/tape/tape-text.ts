import { safeText } from '../../../ui/safe-text.ts';
import type { ListColumn } from '../list-columns.ts';
import { type TapeLine, textAt } from './tape-line.ts';

/** kubectl's names of what happens, as `kubectl get -w --output-watch-events` prints them. */
const EVENT = { added: 'ADDED', changed: 'MODIFIED', removed: 'DELETED' } as const;

/** The lines as `kubectl get -w --output-watch-events` prints them, each with the time before it. */
export function tapeAsText(lines: readonly TapeLine[], columns: readonly ListColumn[]): string {
  const head = ['TIME', 'EVENT', ...columns.map(({ header }) => header.toUpperCase())];
  const body = lines.map(({ transition: { time, type, row } }) => [
    new Date(time).toISOString(),
    EVENT[type],
    ...columns.map((column) => oneLine(textAt(column, row, time))),
  ]);
  const widths = head.map((_, i) => [head, ...body].reduce((most, cells) => Math.max(most, cells[i]?.length ?? 0), 0));
  return [head, ...body]
    .map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

/** The same for programs, with what changed. */
export function tapeAsJson(lines: readonly TapeLine[], columns: readonly ListColumn[]): string {
  const items = lines.map(({ transition: { time, type, row }, changes }) => ({
    time: new Date(time).toISOString(),
    type: EVENT[type],
    ...(row.namespace === '' ? {} : { namespace: row.namespace }),
    name: row.name,
    uid: row.uid,
    columns: Object.fromEntries(columns.map((column) => [column.header, textAt(column, row, time)])),
    changes: type === 'changed' ? changes : [],
  }));
  return `${JSON.stringify(items, null, 2)}\n`;
}

/** The cluster's text in a line of a terminal: no control characters, no second line, and never endless. */
function oneLine(text: string): string {
  const line = safeText(text.slice(0, 300).replaceAll(/\s+/g, ' '));
  return line === '' ? '<none>' : line;
}
