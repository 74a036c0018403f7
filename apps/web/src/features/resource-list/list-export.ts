import type { Row } from '../../live/row.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { ListColumn } from './list-columns.ts';
import { shownText } from './shown-text.ts';

/** What a spreadsheet would run as a formula; numbers are none. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const NOT_ASCII = /[^\0-\x7f]/;
/** Spreadsheets read a file as UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = '\ufeff';

/** The rows as they are shown, as CSV (RFC 4180), safe to open in a spreadsheet. */
export function toCsv(columns: readonly ListColumn[], rows: readonly Row[]): string {
  const lines = [columns.map(({ header }) => csvCell(header)).join(',')];
  for (const row of rows) lines.push(columns.map((column) => csvCell(shownText(column, row))).join(','));
  const text = `${lines.join('\r\n')}\r\n`;
  return NOT_ASCII.test(text) ? BYTE_ORDER_MARK + text : text;
}

/** The rows as they are shown, as JSON: an object for each, by the headers of the columns. */
export function toJson(columns: readonly ListColumn[], rows: readonly Row[]): string {
  const keys = uniqueKeys(columns);
  // entries, not assignment: a column may be called "__proto__"
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column, i) => [keys[i] ?? '', shownText(column, row)])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** "pods-team-a-2026-11-21T13-04-05Z.csv": ages in it are as old as that. */
export function exportName(what: string, namespaces: readonly string[] | null, at: Date, ending: string): string {
  const where = namespaces === null || namespaces.length > 3 ? [] : namespaces;
  return `${[what, ...where, `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`].join('-')}.${ending}`;
}

function csvCell(text: string): string {
  const safe = safeText(text);
  const inert = FORMULA.test(safe) && !NUMBER.test(safe) ? `'${safe}` : safe;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Headers, and ids where two columns have the same header. */
function uniqueKeys(columns: readonly ListColumn[]): string[] {
  const headers = columns.map(({ header }) => header);
  return columns.map(({ id, header }) => (headers.indexOf(header) === headers.lastIndexOf(header) ? header : id));
}
