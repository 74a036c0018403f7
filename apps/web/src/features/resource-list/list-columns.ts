import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import type { LucideIcon } from 'lucide-react';
import type { Pointer } from '../../api/pointer.ts';
import { affordable, isBeside, isCostly } from '../../kinds/costly-fields.ts';
import type { ExtraColumn, Health, KindDefinition } from '../../kinds/define-kind.ts';
import { terminatingHealth } from '../../kinds/terminating-health.ts';
import { statusColumnOf, wordHealth } from '../../kinds/word-health.ts';
import { isPrintedTime } from '../../live/cell-text.ts';
import type { Row } from '../../live/row.ts';
import { RowReader } from '../../live/row-reader.ts';
import type { SortKey } from '../../live/sort-key.ts';
import { cellSortOf, naturalKey, sortValue } from '../../live/sort-value.ts';
import type { CellDrawing } from '../../ui/cell-drawing.ts';
import type { Words } from '../../ui/use-words.ts';
import { type AddedKind, type ColumnChoice, fieldOfAdded } from './column-choice.ts';

export const DELETION_FIELD = 'metadata.deletionTimestamp';
const TERMINATING = 'Terminating';

export interface ListColumn {
  /** stands in the address: ?sort=restarts */
  readonly id: string;
  readonly header: string;
  readonly description: string;
  readonly look: 'name' | 'namespace' | 'age' | 'text';
  readonly align: 'start' | 'end';
  readonly wide: boolean;
  /** the most characters that it is given room for before a person asks for more; by its look where left out */
  readonly room?: number;
  /** chosen by the person, beside those of the server and the kind */
  readonly added?: AddedKind;
  /** made of what takes whole objects to read */
  readonly costly?: boolean;
  /** costly, and over all namespaces: left out unless it is chosen */
  readonly left?: boolean;
  /** what it is made of does not travel now: it can be chosen, and until then there is nothing to search or sort by */
  readonly unread?: boolean;
  /** its cells are words of a status ("Running"), not numbers or names */
  readonly isStatusWord?: boolean;
  text(row: Row): string;
  sortKey(row: Row): SortKey;
  /** epoch seconds: the cell is the time since then; 0 when unknown, or when the cell of that row is none */
  since?(row: Row): number;
  /** whether the text of that row's cell grows old by itself ("5 (3m ago)") */
  ticks?(row: Row): boolean;
  /** only the column that carries the status has it */
  health?(row: Row): Health | undefined;
  draw?(row: Row): CellDrawing | undefined;
  /** what stands for the text in the tooltip and for screen readers; "" when that is the text itself */
  describe?(row: Row, words: Words): string;
  link?(row: Row): Pointer | string | undefined;
  /** stands before the text */
  icon?(row: Row): LucideIcon | undefined;
  /** what a click on the text does, and says that it does */
  pick?: { run(row: Row): void; title(row: Row): string };
}

export interface ColumnsInput {
  readonly server: readonly LiveColumn[];
  /** the query's field paths, in its order */
  readonly fields: readonly string[];
  readonly kind: KindDefinition | undefined;
  readonly withNamespace: boolean;
  /** columns that are made of whole objects are left out until they are chosen */
  readonly lean?: boolean;
  /** "/pods": the objects of which there are few, so that columns made of them are shown */
  readonly beside?: ReadonlySet<string> | undefined;
  /** header of the namespace column */
  readonly namespaceHeader: string;
  /** texts of namespace "kinds", for the headers of kind files */
  readonly words?: Words;
}

/** The field paths that a list asks for because of columns that a person added. */
export function addedFields({ added }: ColumnChoice): readonly string[] {
  return added.flatMap((column) => fieldOfAdded(column) ?? []);
}

/**
 * The fields that a list of this kind asks for: the kind's own, those of columns that are shown, and of what was added. A list
 * over all namespaces (`overAll`) asks for metadata only, until something is chosen that takes whole objects anyway.
 */
export function listFields(
  kind: KindDefinition | undefined,
  choice?: ColumnChoice,
  overAll = false,
  beside?: ReadonlySet<string>,
): readonly string[] {
  const fieldsOf = (takes: (column: ExtraColumn) => boolean | undefined): readonly string[] =>
    (kind?.columns ?? []).filter(takes).flatMap(({ fields }) => fields ?? []);
  const shown = fieldsOf((column) => (!column.wide || choice?.wide) && isOfFew(column, beside));
  const chosen = [
    ...fieldsOf(({ id }) => choice?.ids.includes(id)),
    ...(choice === undefined ? [] : addedFields(choice)),
  ];
  const lean = overAll && !choice?.whole && !chosen.some(isCostly);
  const fields = [...affordable([...(kind?.fields ?? []), ...shown], lean), DELETION_FIELD, ...chosen];
  // what the server is not asked for stands behind what it sends
  return [...new Set([...fields.filter((path) => !isBeside(path)), ...fields.filter(isBeside)])];
}

function isOfFew({ of }: ExtraColumn, few: ReadonlySet<string> | undefined): boolean {
  return of === undefined || few?.has(of) === true;
}

/**
 * All columns of a list, the wide ones included: the server's own in its order, those of the kind file in place of the same
 * header or before the age, the namespace first where it tells something.
 */
export function listColumns(input: ColumnsInput): ListColumn[] {
  const { server, fields, kind, lean, beside, withNamespace, namespaceHeader, words } = input;
  if (server.length === 0) return [];
  const reader = new RowReader(server, fields);
  const status = statusIndex(server, kind);
  const own = server.map((column, i) => serverColumn(reader, column, i, i === status, kind));
  if (!own.some(({ look }) => look === 'name')) own.unshift(nameColumn(reader, 'Name', false));
  for (const extra of kind?.columns ?? []) {
    const unread = !(extra.fields ?? []).every((path) => fields.includes(path));
    const costly = (extra.fields ?? []).some(isCostly);
    const left = (costly && lean === true) || !isOfFew(extra, beside);
    place(own, extra.header, { ...extraColumn(reader, extra, words), costly, left, unread });
  }
  if (withNamespace) own.unshift(namespaceColumn(namespaceHeader));
  return withUniqueIds(own);
}

function statusIndex(server: readonly LiveColumn[], kind: KindDefinition | undefined): number {
  const names = server.map(({ name }) => name);
  const named = kind?.statusColumn === undefined ? -1 : names.indexOf(kind.statusColumn);
  return named >= 0 ? named : statusColumnOf(names);
}

function serverColumn(
  reader: RowReader,
  column: LiveColumn,
  index: number,
  isStatus: boolean,
  kind: KindDefinition | undefined,
): ListColumn {
  const wide = column.priority > 0;
  const name = column.name;
  const isName = column.format === 'name' || (column.format === '' && name === 'Name');
  const base = isName
    ? nameColumn(reader, name, wide)
    : name === 'Age'
      ? ageColumn(reader, index, wide)
      : textColumn(reader, column, index, isStatus);
  const described = { ...base, description: column.description };
  if (!isStatus) return described;
  return {
    ...described,
    health: (row) =>
      isTerminating(reader, row)
        ? terminatingHealth(reader.field(row, DELETION_FIELD))
        : kind?.health
          ? kind.health(reader.view(row))
          : wordHealth(reader.cellText(row, index)),
  };
}

function textColumn(reader: RowReader, column: LiveColumn, index: number, isStatus: boolean): ListColumn {
  const sort = cellSortOf(column.name, column.type);
  // only words are replaced: "2/3" of a workload that goes away is still worth knowing
  const saysTerminating = isStatus && /^(?:status|phase|state)$/i.test(column.name);
  const text = (row: Row) => {
    const cell = reader.cellText(row, index);
    return saysTerminating && cell !== TERMINATING && isTerminating(reader, row) ? TERMINATING : cell;
  };
  const isDate = column.type === 'date';
  return {
    id: slug(column.name),
    header: column.name,
    description: '',
    look: isDate ? 'age' : 'text',
    align: !isStatus && (isDate || column.type === 'integer' || column.type === 'number') ? 'end' : 'start',
    wide: column.priority > 0,
    isStatusWord: saysTerminating,
    text,
    since: (row) => {
      const cell = row.cells[index] ?? null;
      return isPrintedTime(cell) && cell[0] === '' && cell[2] === '' ? cell[1] : 0;
    },
    ticks: (row) => isPrintedTime(row.cells[index] ?? null),
    sortKey: (row) => (saysTerminating ? sortValue(text(row), sort) : sortValue(row.cells[index] ?? null, sort)),
  };
}

function nameColumn(reader: RowReader, header: string, wide: boolean): ListColumn {
  return {
    id: 'name',
    header,
    description: '',
    look: 'name',
    align: 'start',
    wide,
    text: (row) => row.name || reader.view(row).cell(header),
    sortKey: (row) => naturalKey(row.name),
  };
}

export function namespaceColumn(header: string): ListColumn {
  return {
    id: 'namespace',
    header,
    description: '',
    look: 'namespace',
    align: 'start',
    wide: false,
    text: (row) => row.namespace,
    sortKey: (row) => naturalKey(row.namespace),
  };
}

function ageColumn(reader: RowReader, index: number, wide: boolean): ListColumn {
  return {
    id: 'age',
    header: 'Age',
    description: '',
    look: 'age',
    align: 'end',
    wide,
    text: (row) => reader.cellText(row, index),
    ...sinceMoment((row) => row.created),
  };
}

/** The time since a moment. By the moment itself, as the words grow old: the youngest has the least age. */
export function sinceMoment(
  since: (row: Row) => number,
): Pick<ListColumn, 'sortKey'> & { since: (row: Row) => number } {
  return {
    since,
    sortKey: (row) => {
      const moment = since(row);
      return moment > 0 ? -moment : null;
    },
  };
}

function extraColumn(reader: RowReader, extra: ExtraColumn, words: Words | undefined): ListColumn {
  const { id, since, draw, describe, link, sortValue: ownValue } = extra;
  const sort = cellSortOf(extra.header, '');
  const moment = since && sinceMoment((row) => since(reader.view(row)) ?? 0);
  return {
    id,
    header: extra.title !== undefined && words !== undefined ? words(extra.title) : extra.header,
    description: '',
    look: since ? 'age' : 'text',
    align: extra.align ?? (since ? 'end' : 'start'),
    wide: extra.wide ?? false,
    text: (row) => extra.text(reader.view(row)),
    sortKey:
      moment && !ownValue
        ? moment.sortKey
        : (row) => {
            const view = reader.view(row);
            return sortValue(ownValue ? ownValue(view) : extra.text(view), sort);
          },
    ...(moment && { since: moment.since }),
    ...(draw && { draw: (row) => draw(reader.view(row)) }),
    ...(describe && { describe: (row, own) => describe(reader.view(row), own) }),
    ...(link && { link: (row) => link(reader.view(row)) }),
  };
}

function place(columns: ListColumn[], header: string, column: ListColumn): void {
  const same = columns.findIndex((each) => each.header === header);
  const before = columns[same];
  if (before !== undefined) {
    // the server's own words need no field
    if (column.unread) return;
    const described = { ...column, costly: false, left: false, header, description: before.description };
    columns[same] = before.health ? { ...described, health: before.health } : described;
    return;
  }
  const age = columns.findIndex(({ id }) => id === 'age');
  columns.splice(age < 0 ? columns.length : age, 0, column);
}

/** The column whose text links to the object: the name, or where that is hidden (events) the first that tells something. */
export function linkColumnOf(columns: readonly ListColumn[]): string | undefined {
  const linked =
    columns.find(({ look }) => look === 'name') ??
    columns.find(({ look, header, health }) => look === 'text' && !health && cellSortOf(header, '') !== 'duration') ??
    columns[0];
  return linked?.id;
}

/** Deletion has been asked for; finalizers or a grace period keep the object. */
function isTerminating(reader: Pick<RowReader, 'field'>, row: Row): boolean {
  return typeof reader.field(row, DELETION_FIELD) === 'string';
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'column'
  );
}

function withUniqueIds(columns: readonly ListColumn[]): ListColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { id } = column;
    for (let n = 2; taken.has(id); n += 1) id = `${column.id}-${n}`;
    taken.add(id);
    return id === column.id ? column : { ...column, id };
  });
}
