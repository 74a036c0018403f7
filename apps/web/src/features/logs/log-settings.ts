import { expressionFault, type FieldRule, type LogFilter, NO_FILTER, type TextRule } from './log-filter.ts';
import { LEVELS, type LevelName, type LogLevel } from './log-level.ts';
import type { LogRequest } from './log-source.ts';
import { DEFAULT_START, type LogStart, parseStart, startText } from './log-start.ts';

/** A line as an address names it. */
export interface LineName {
  /** as the kubelet wrote it */
  readonly time: string;
  /** "pod/container" */
  readonly source: string;
}

/** What of a log is shown, as far as the address holds it: it can be sent to somebody else. */
export interface LogSettings {
  readonly instances: LogRequest['instances'];
  readonly start: LogStart;
  readonly filter: LogFilter;
  /** fields of JSON lines that have a column */
  readonly columns: readonly string[];
  /** the line at which the view opens */
  readonly line: LineName | undefined;
}

export const DEFAULT_SETTINGS: LogSettings = {
  instances: 'current',
  start: DEFAULT_START,
  filter: NO_FILTER,
  columns: [],
  line: undefined,
};

/** Parameters of the address that are the log's. */
const NAMES = ['instances', 'from', 'filter', 'columns', 'line'] as const;
/** Rules and columns that an address may hold. */
const MOST = 50;

/** Reads what an address says; what makes no sense is left out. */
export function readSettings(params: URLSearchParams): LogSettings {
  const instances = params.get('instances');
  const line = /^(\d{4}-[\d:.TZ+-]+)~(.+\/.+)$/.exec(params.get('line') ?? '');
  return {
    instances: instances === 'previous' || instances === 'both' ? instances : 'current',
    start: parseStart(params.get('from') ?? '') ?? DEFAULT_START,
    filter: readFilter(params.get('filter') ?? ''),
    columns: readColumns(params.get('columns') ?? ''),
    line: line === null ? undefined : { time: line[1] ?? '', source: line[2] ?? '' },
  };
}

/** Writes settings into the parameters of an address; what is as usual is left out. */
export function writeSettings(params: URLSearchParams, settings: LogSettings): void {
  for (const name of NAMES) params.delete(name);
  const { instances, start, filter, columns, line } = settings;
  if (instances !== 'current') params.set('instances', instances);
  if (startText(start) !== startText(DEFAULT_START)) params.set('from', startText(start));
  const rules = filterText(filter);
  if (rules !== '') params.set('filter', rules);
  if (columns.length > 0) params.set('columns', JSON.stringify(columns));
  if (line !== undefined) params.set('line', `${line.time}~${line.source}`);
}

/** Rules as lists of words: ["only","text"], ["not","expr","re"], ["only","path","=","value"], ["level","debug"], ["source",key], ["time",from,to] */
function filterText({ texts, fields, hiddenLevels, hiddenSources, from, to }: LogFilter): string {
  const rules = [
    ...texts.map(({ sense, text, regex, caseSensitive }) => [
      sense,
      text,
      ...(regex ? ['re'] : []),
      ...(caseSensitive ? ['case'] : []),
    ]),
    ...fields.map(({ sense, path, value }) => [sense, path, '=', value]),
    ...hiddenLevels.map((level) => ['level', LEVELS[level]]),
    ...hiddenSources.map((key) => ['source', key]),
    ...(from === undefined || to === undefined ? [] : [['time', String(from), String(to)]]),
  ];
  return rules.length === 0 ? '' : JSON.stringify(rules);
}

function readFilter(text: string): LogFilter {
  const texts: TextRule[] = [];
  const fields: FieldRule[] = [];
  const hiddenLevels: LogLevel[] = [];
  const hiddenSources: string[] = [];
  let range: { from: number; to: number } | undefined;
  for (const rule of readLists(text)) {
    const [name, first = '', second = '', third] = rule;
    if ((name === 'only' || name === 'not') && second === '=' && third !== undefined)
      fields.push({ sense: name, path: first, value: third });
    else if ((name === 'only' || name === 'not') && first !== '') {
      const regex = rule.includes('re', 2);
      const text: TextRule = { sense: name, text: first, regex, caseSensitive: rule.includes('case', 2) };
      if (expressionFault(text) === undefined) texts.push(text);
    } else if (name === 'level' && LEVELS.includes(first as LevelName))
      hiddenLevels.push(LEVELS.indexOf(first as LevelName) as LogLevel);
    else if (name === 'source' && first !== '') hiddenSources.push(first);
    else if (name === 'time' && Number(first) <= Number(second)) range = { from: Number(first), to: Number(second) };
  }
  return { texts, fields, hiddenLevels, hiddenSources, ...range };
}

function readColumns(text: string): string[] {
  const columns = parse(text);
  return Array.isArray(columns) ? columns.filter((path) => typeof path === 'string' && path !== '').slice(0, MOST) : [];
}

function readLists(text: string): string[][] {
  const lists = parse(text);
  if (!Array.isArray(lists)) return [];
  return lists
    .slice(0, MOST)
    .filter((list): list is string[] => Array.isArray(list) && list.every((word) => typeof word === 'string'));
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
