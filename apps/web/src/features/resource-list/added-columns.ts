import { type PathStep, parseFieldPath } from '@quarterdeck/shared/field-path';
import type { Row } from '../../live/row.ts';
import { cellSortOf, sortValue } from '../../live/sort-value.ts';
import { type AddedColumn, fieldOfAdded } from './column-choice.ts';
import type { ListColumn } from './list-columns.ts';

/** What a click on the cell of a label does, and says that it does. */
export interface LabelPick {
  run(key: string, value: string): void;
  title(key: string, value: string): string;
}

/** The columns for labels, annotations and fields that a person chose. `fields`: the query's paths, in its order. */
export function addedColumns(
  added: readonly AddedColumn[],
  fields: readonly string[],
  taken: readonly ListColumn[],
  onLabel?: LabelPick,
): ListColumn[] {
  const headers = [...taken.map(({ header }) => header), ...added.map(shortHeader)];
  return added.map((column) => {
    const short = shortHeader(column);
    const unique = headers.filter((header) => header.toLowerCase() === short.toLowerCase()).length === 1;
    const read =
      column.kind === 'label' ? labelReader(column.key) : fieldReader(fields.indexOf(fieldOfAdded(column) ?? ''));
    const header = unique ? short : column.key;
    const sort = cellSortOf(short, '');
    return {
      id: column.id,
      added: column.kind,
      header,
      description: column.key,
      look: 'text',
      align: 'start',
      wide: false,
      text: (row) => valueText(read(row)),
      sortKey: (row) => {
        const value = read(row);
        return sortValue(typeof value === 'number' || typeof value === 'boolean' ? value : valueText(value), sort);
      },
      ...(column.kind === 'label' && onLabel !== undefined
        ? {
            pick: {
              run: (row) => onLabel.run(column.key, valueText(read(row))),
              title: (row) => onLabel.title(column.key, valueText(read(row))),
            },
          }
        : {}),
    };
  });
}

function labelReader(key: string): (row: Row) => unknown {
  return ({ labels }) => (labels !== null && Object.hasOwn(labels, key) ? labels[key] : undefined);
}

function fieldReader(index: number): (row: Row) => unknown {
  return ({ fields }) => fields[index];
}

/** As kubectl -L: what follows the prefix. Of a path: its last name. */
function shortHeader({ kind, key }: AddedColumn): string {
  const last =
    kind === 'field'
      ? parseFieldPath(key)?.findLast((step): step is PathStep & { kind: 'field' } => step.kind === 'field')?.name
      : key.slice(key.lastIndexOf('/') + 1);
  return last === undefined || last === '' ? key : last;
}

/** Lists of plain values as kubectl joins them, anything deeper as JSON. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null))
    return value.map((item) => (item === null ? '<none>' : String(item))).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
