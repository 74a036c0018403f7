import type { Row } from './row.ts';

/**
 * Whether two states of a row show the same. Cells of `ignored` columns (the server's age texts, which grow by themselves)
 * do not count.
 */
export function sameRow(a: Row, b: Row, ignored: ReadonlySet<number>): boolean {
  if (a.name !== b.name || a.namespace !== b.namespace || a.created !== b.created) return false;
  if (a.cells.length !== b.cells.length || a.fields.length !== b.fields.length) return false;
  for (let i = 0; i < a.cells.length; i += 1) if (a.cells[i] !== b.cells[i] && !ignored.has(i)) return false;
  return sameValue(a.labels, b.labels) && sameValue(a.fields, b.fields);
}

/** Deep equality of JSON values. */
function sameValue(a: unknown, b: unknown): boolean {
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
