import { safeText } from '../../../ui/safe-text.ts';
import type { ListColumn } from '../list-columns.ts';
import { type ChangeLine, type TapeLine, textAt } from './tape-line.ts';
import { isChange } from './tape-log.ts';

/** kubectl's names of what happens, as `kubectl get -w --output-watch-events` prints them. */
const EVENT = { added: 'ADDED', changed: 'MODIFIED', removed: 'DELETED' } as const;

/** The lines as `kubectl get -w --output-watch-events` prints them, each with the time before it. */
export function tapeAsText(lines: readonly TapeLine[], columns: readonly ListColumn[]): string {
  const head = ['TIME', 'EVENT', ...columns.map(({ header }) => header.toUpperCase())];
  const body = lines.map((line) => {
    if (!isChange(line)) return [new Date(line.time).toISOString(), 'QUERY', oneLine(line.asked)];
    const { time, type } = line.transition;
    return [new Date(time).toISOString(), EVENT[type], ...columns.map((column) => oneLine(cellAt(line, column)))];
  });
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
  const items = lines.map((line) => {
    if (!isChange(line)) return { time: new Date(line.time).toISOString(), type: 'QUERY', query: line.asked };
    const { changes } = line;
    const { time, type, row } = line.transition;
    return {
      time: new Date(time).toISOString(),
      type: EVENT[type],
      ...(row.namespace === '' ? {} : { namespace: row.namespace }),
      name: row.name,
      uid: row.uid,
      columns: Object.fromEntries(columns.map((column) => [column.header, cellAt(line, column)])),
      changes: type === 'changed' ? changes : [],
    };
  });
  return `${JSON.stringify(items, null, 2)}\n`;
}

/** A cell of a column as it was at that moment; a row of another query is read by that query's column of the same name. */
function cellAt({ columns, transition: { row, time } }: ChangeLine, { id }: ListColumn): string {
  const column = columns.find((each) => each.id === id);
  return column === undefined ? '' : textAt(column, row, time);
}

/** The cluster's text in a line of a terminal: no control characters, no second line, and never endless. */
function oneLine(text: string): string {
  const line = safeText(text.slice(0, 300).replaceAll(/\s+/g, ' '));
  return line === '' ? '<none>' : line;
}
