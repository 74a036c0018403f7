import { type FieldPathFault, type FieldPathFaultCode, readFieldPath } from '@quarterdeck/shared/field-path';
import { isLabelKey } from '@quarterdeck/shared/label-selector';
import type { ListColumn } from './list-columns.ts';

/** What a person may add to the columns of the server and of the kind. */
export const ADDED_KINDS = ['label', 'annotation', 'field'] as const;
export type AddedKind = (typeof ADDED_KINDS)[number];

export interface AddedColumn {
  /** "label:app", "annotation:example.com/note", "field:spec.nodeName": stands in the address */
  readonly id: string;
  readonly kind: AddedKind;
  /** a key, or a field's path */
  readonly key: string;
}

/** The columns that an address asks for. */
export interface ColumnChoice {
  /** all of the server's and the kind's, the wide ones too */
  readonly wide: boolean;
  /** over all namespaces, too, what takes whole objects is read: columns, pictures, a finer health */
  readonly whole: boolean;
  /** in order; when none of the server's or the kind's is among them, theirs come first */
  readonly ids: readonly string[];
  readonly added: readonly AddedColumn[];
}

export interface KeyFault {
  readonly code: FieldPathFaultCode | 'key-invalid' | 'values' | 'empty';
  readonly start: number;
  readonly end: number;
}

const WIDE = 'wide';
const WHOLE = 'whole';
/** A query may ask for 64 fields: those of the kind, and these. */
const MAX_ADDED = 20;
/** Where Secrets and ConfigMaps keep what never travels in lists; the BFF refuses a query that asks for it. */
const VALUES = /^\.?(data|stringData|binaryData)\b/;

/** Reads `?cols=`. What is no column is left out: an address from elsewhere must not break the list. */
export function readColumnChoice(text: string): ColumnChoice {
  const ids: string[] = [];
  const added: AddedColumn[] = [];
  for (const part of text.split(',')) {
    const id = decoded(part.trim());
    if (id === '' || id === WIDE || id === WHOLE || ids.includes(id)) continue;
    const own = readAdded(id);
    if (own === null || (own !== undefined && added.length >= MAX_ADDED)) continue;
    if (own !== undefined) added.push(own);
    ids.push(id);
  }
  const words = text.split(',');
  return { wide: words.includes(WIDE), whole: words.includes(WHOLE), ids, added };
}

/** The column that an id adds; undefined for one of the server's or the kind's, null for one that cannot be. */
function readAdded(id: string): AddedColumn | null | undefined {
  const colon = id.indexOf(':');
  const kind = ADDED_KINDS.find((candidate) => candidate === id.slice(0, Math.max(0, colon)));
  if (kind === undefined) return undefined;
  const key = id.slice(colon + 1);
  return keyFault(kind, key) === undefined ? { id, kind, key } : null;
}

/** The column for a key or a path that has no fault. */
export function addedColumnOf(kind: AddedKind, key: string): AddedColumn {
  return { id: `${kind}:${key}`, kind, key };
}

/** What is wrong with a key or a path, and where. */
export function keyFault(kind: AddedKind, key: string): KeyFault | undefined {
  if (key === '') return { code: 'empty', start: 0, end: 0 };
  if (kind !== 'field') return isLabelKey(key) ? undefined : { code: 'key-invalid', start: 0, end: key.length };
  const values = VALUES.exec(key);
  if (values !== null) return { code: 'values', start: 0, end: values[0].length };
  const { fault }: { readonly fault?: FieldPathFault } = readFieldPath(key);
  return fault;
}

/** The path that a column asks the server for; labels are in every row. */
export function fieldOfAdded({ kind, key }: AddedColumn): string | undefined {
  if (kind === 'label') return undefined;
  return kind === 'field' ? key : `metadata.annotations["${key}"]`;
}

/** Which of all columns are shown, in order. `columns` ends with those that were added. */
export function chooseColumns(columns: readonly ListColumn[], choice: ColumnChoice): readonly ListColumn[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const named = choice.ids.flatMap((id) => byId.get(id) ?? []);
  if (choice.wide || named.every(isBeside)) {
    const base = ownColumns(columns, choice.wide);
    return columns.filter((column) => base.includes(column) || named.includes(column));
  }
  const missing = columns.filter((column) => isLocked(column) && !named.includes(column));
  return [...missing, ...named];
}

/** The text for `?cols=` that shows these columns: as short as it can be, so that what is not chosen follows the server. */
export function writeColumnChoice(shown: readonly ListColumn[], columns: readonly ListColumn[]): string {
  for (const wide of [false, true]) {
    const base = ownColumns(columns, wide);
    const beside = shown.filter((column) => isBeside(column) && !base.includes(column));
    const kept = columns.filter((column) => !isAdded(column) && (base.includes(column) || beside.includes(column)));
    if (sameOrder(shown, [...kept, ...beside.filter(isAdded)]))
      return [...(wide ? [WIDE] : []), ...beside.map(({ id }) => encoded(id))].join(',');
  }
  return shown.map(({ id }) => encoded(id)).join(',');
}

/** The text of a choice that has whole objects read over all namespaces, too. */
export function withWhole(cols: string): string {
  return [WHOLE, ...(cols === '' ? [] : [cols])].join(',');
}

/** The server's and the kind's that are shown where nothing else is chosen. */
function ownColumns(columns: readonly ListColumn[], wide: boolean): readonly ListColumn[] {
  return columns.filter((column) => !isAdded(column) && (wide || !column.wide) && !column.left);
}

/** Choosing it says nothing about the others: they stay as they are. */
function isBeside(column: ListColumn): boolean {
  return isAdded(column) || column.costly === true;
}

/** Whose absence would make rows that cannot be told apart. */
export function isLocked({ look, wide }: ListColumn): boolean {
  return look === 'namespace' || (look === 'name' && !wide);
}

export function isAdded({ added }: ListColumn): boolean {
  return added !== undefined;
}

function sameOrder(a: readonly ListColumn[], b: readonly ListColumn[]): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i]?.id);
}

/** A path may have a comma in quotes. */
function encoded(id: string): string {
  return id.replaceAll('%', '%25').replaceAll(',', '%2C');
}

function decoded(part: string): string {
  return part.replaceAll('%2C', ',').replaceAll('%25', '%');
}

/** The shown columns with all of the wide ones, or with none. */
export function withWide(
  shown: readonly ListColumn[],
  columns: readonly ListColumn[],
  wide: boolean,
): readonly ListColumn[] {
  if (!wide) return shown.filter((column) => !column.wide);
  const added = shown.filter(isAdded);
  const own = (all: boolean) =>
    columns.filter((column) => !isAdded(column) && (shown.includes(column) || (!column.left && (all || !column.wide))));
  if (sameOrder(shown, [...own(false), ...added])) return [...own(true), ...added];
  return [...shown, ...columns.filter((column) => column.wide && !column.left && !shown.includes(column))];
}
