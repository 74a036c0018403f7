import { safeText } from '../../ui/safe-text.ts';
import { plainText } from './ansi.ts';
import { fieldsOf, fieldText, type JsonField, messageOf, parseJsonLine } from './json-line.ts';
import type { LogEntry } from './log-entry.ts';

/** Fields that a line shows beside its message; all of them stand in its details. */
const MOST = 30;

/** Said beside the line already, or by its time stamp. */
const LEVELS = new Set(['level', 'lvl', 'severity', 'levelname', 'log.level']);
const TIMES = new Set(['ts', 'time', 'timestamp', '@timestamp', 'asctime']);

/** What of lines is drawn, as far as it decides where a text is found. */
export interface ShownLook {
  /** JSON lines as their message and fields */
  readonly fields: boolean;
  readonly columns: readonly string[];
  /** time stamps beside the lines */
  readonly timed: boolean;
}

/** A line as it is drawn. */
export interface ShownLine {
  /** one for each column */
  readonly cells: readonly string[];
  /** as it was written, or the message of a JSON line, escape sequences included; undefined for a JSON line without one */
  readonly text: string | undefined;
  /** what stands behind the message */
  readonly fields: readonly JsonField[];
  readonly isObject: boolean;
}

export function shownLine(entry: LogEntry, { fields, columns, timed }: ShownLook): ShownLine {
  const object = entry.json && (fields || columns.length > 0) ? parseJsonLine(plainText(entry.text)) : undefined;
  const cells = columns.map((path) => (object === undefined ? '' : safeText(fieldText(object, path))));
  if (object === undefined) return { cells, text: entry.text, fields: [], isObject: false };
  const text = messageOf(object);
  // columns say what is wanted beside the message
  if (text !== undefined && columns.length > 0) return { cells, text, fields: [], isObject: true };
  const hasTime = timed && entry.time !== '';
  const shown = fieldsOf(object)
    .filter(({ path }) => !LEVELS.has(path) && !(hasTime && TIMES.has(path)))
    .slice(0, MOST)
    .filter((field) => field.text !== text);
  return { cells, text, fields: shown, isObject: true };
}

/** What stands before a field's value. */
export function fieldHead({ path }: JsonField): string {
  return `${path}=`;
}

/** The texts of a line in which something is found, each for itself, in the order in which they are drawn. */
export function shownTexts(entry: LogEntry, look: ShownLook): readonly string[] {
  const { cells, text, fields } = shownLine(entry, look);
  const more = fields.flatMap((field) => [fieldHead(field), plainText(field.text)]);
  return [...cells, ...(text === undefined ? [] : [plainText(text)]), ...more];
}
