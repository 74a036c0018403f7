import { type LiveCell, type LiveRow, NO_VALUE } from '@quarterdeck/shared/live-protocol';

/** A row of a live list: the wire's tuple with names. Immutable; a change is a new Row under the same uid. */
export interface Row {
  readonly uid: string;
  /** "" when cluster-wide */
  readonly namespace: string;
  readonly name: string;
  /** epoch seconds; 0 when unknown */
  readonly created: number;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly cells: readonly LiveCell[];
  readonly fields: readonly unknown[];
}

/** The wire's tuple with names. */
export function rowOfWire([uid, namespace, name, created, labels, cells, ...fields]: LiveRow): Row {
  return { uid, namespace, name, created, labels, cells, fields };
}

/** The cell of that column; null for a column that there is not (-1). */
export function cellAt({ cells }: Pick<Row, 'cells'>, index: number): LiveCell {
  return index >= cells.length ? NO_VALUE : (cells[index] ?? null);
}
