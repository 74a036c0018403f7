import type { LiveCell } from '@quarterdeck/shared/live-protocol';
import { samePrintedTime } from '@quarterdeck/shared/printed-time';
import { isPrintedTime } from './cell-text.ts';
import type { Row } from './row.ts';

/**
 * Whether two states of a row show the same. Cells of `ignored` columns (the server's age texts, which grow by themselves)
 * do not count.
 */
export function sameRow(a: Row, b: Row, ignored: ReadonlySet<number>): boolean {
  if (a.name !== b.name || a.namespace !== b.namespace || a.created !== b.created) return false;
  if (a.cells.length !== b.cells.length || a.fields.length !== b.fields.length) return false;
  for (let i = 0; i < a.cells.length; i += 1)
    if (!ignored.has(i) && !sameCell(a.cells[i] ?? null, b.cells[i] ?? null)) return false;
  return sameValue(a.labels, b.labels) && sameValue(a.fields, b.fields);
}

/** The server prints a time anew with every change of the object; what it says is the same then. */
function sameCell(a: LiveCell, b: LiveCell): boolean {
  return a === b || (isPrintedTime(a) && isPrintedTime(b) && samePrintedTime(a, b, Date.now() / 1000));
}

/** Deep equality of JSON values; the order of an object's members says nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) && sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
