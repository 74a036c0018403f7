import { fieldText, parseJsonLine } from './json-line.ts';
import type { LogEntry } from './log-entry.ts';
import type { LogLevel } from './log-level.ts';

/** A text or regular expression that lines must or must not hold. */
export interface TextRule {
  readonly sense: 'only' | 'not';
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
}

/** A field of JSON lines that must or must not have a value. */
export interface FieldRule {
  readonly sense: 'only' | 'not';
  readonly path: string;
  readonly value: string;
}

/** Which of the lines are shown; all rules must hold. */
export interface LogFilter {
  readonly texts: readonly TextRule[];
  readonly fields: readonly FieldRule[];
  /** levels that are hidden */
  readonly hiddenLevels: readonly LogLevel[];
  /** keys of sources that are hidden */
  readonly hiddenSources: readonly string[];
  /** milliseconds, both included */
  readonly from?: number;
  readonly to?: number;
}

export const NO_FILTER: LogFilter = { texts: [], fields: [], hiddenLevels: [], hiddenSources: [] };

export function isFiltering(filter: LogFilter): boolean {
  return (
    filter.texts.length > 0 ||
    filter.fields.length > 0 ||
    filter.hiddenLevels.length > 0 ||
    filter.hiddenSources.length > 0 ||
    filter.from !== undefined
  );
}

/** What is cheap to tell of a line, on the spot: everything but regular expressions. */
export type LinePredicate = (entry: LogEntry, plain: () => string) => boolean;

/** `keyOf`: the key of a source by its number. */
export function cheapPredicate(filter: LogFilter, keyOf: (source: number) => string): LinePredicate {
  const texts = filter.texts
    .filter(({ regex }) => !regex)
    .map((rule) => ({ ...rule, wanted: rule.caseSensitive ? rule.text : rule.text.toLowerCase() }));
  const folds = texts.some(({ caseSensitive }) => !caseSensitive);
  const levels = new Set<LogLevel>(filter.hiddenLevels);
  const sources = new Set(filter.hiddenSources);
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, fields } = filter;
  return (entry, plain) => {
    if (levels.has(entry.level)) return false;
    if (sources.size > 0 && sources.has(keyOf(entry.source))) return false;
    if (entry.at < from || entry.at > to) return false;
    if (texts.length > 0) {
      const text = plain();
      const small = folds ? text.toLowerCase() : text;
      for (const { sense, wanted, caseSensitive } of texts)
        if ((caseSensitive ? text : small).includes(wanted) !== (sense === 'only')) return false;
    }
    if (fields.length > 0) {
      const object = entry.json ? parseJsonLine(plain()) : undefined;
      for (const { sense, path, value } of fields) {
        const is = object !== undefined && fieldText(object, path) === value;
        if (is !== (sense === 'only')) return false;
      }
    }
    return true;
  };
}

/** The rules that are regular expressions. */
export function expressionsOf(filter: LogFilter): readonly TextRule[] {
  return filter.texts.filter(({ regex }) => regex);
}

/** What the browser says against a regular expression; undefined when it is one. */
export function expressionFault({ text, regex }: TextRule): string | undefined {
  if (!regex) return undefined;
  try {
    new RegExp(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
