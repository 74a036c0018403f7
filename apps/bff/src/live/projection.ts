import { type FieldPath, pickField } from '@quarterdeck/shared/field-path';
import { type LiveCell, type LiveColumn, NO_VALUE } from '@quarterdeck/shared/live-protocol';
import { readPrintedTime } from '@quarterdeck/shared/printed-time';
import { invalidQuery, type LivePlan } from './live-plan.ts';
import { encodeRow } from './row-text.ts';
import { type Item, isJsonObject, type JsonObject, metadataOf, metadataText } from './table.ts';

/** A picked field larger than this (as JSON) is sent as null: a row is for a list, not for a file. */
const MAX_FIELD_LENGTH = 8 * 1024;
const MAX_CELL_LENGTH = 2 * 1024;
// kubectl's client-side apply keeps the whole manifest here, a Secret's values included (CVE-2025-55190 and relatives)
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The identity of an object in a feed. Some aggregated APIs (metrics.k8s.io) give no uid: there the name is the identity. */
export function identityOf(object: JsonObject): string {
  return metadataText(object, 'uid') || `${metadataText(object, 'namespace')}/${metadataText(object, 'name')}`;
}

/**
 * The stored text (row-text.ts) of an object for a plan's subscribers. Throws qd.live.query-invalid when it is not for them.
 * `printedAt`: epoch milliseconds at which the server printed the cells.
 */
export function project(
  plan: LivePlan,
  item: Item,
  columns: readonly LiveColumn[],
  printedAt: number = Date.now(),
): string {
  const version = metadataText(item.object, 'resourceVersion');
  if (plan.mode === 'objects') {
    // One name in all namespaces is many objects, Secrets perhaps. Which kinds have namespaces only the cluster knows.
    if (plan.namespaces === null && metadataText(item.object, 'namespace') !== '')
      throw invalidQuery('whole objects of a kind with namespaces need one');
    return encodeRow(version, [item.object]);
  }
  const name = metadataText(item.object, 'name');
  const object = plan.fields.length === 0 ? item.object : withoutBulk(item.object);
  const fields = plan.fields.map((path) => fieldOf(object, path));
  // most fields are missing most of the time (a deletionTimestamp, say): a null at the end says nothing
  while (fields.length > 0 && fields.at(-1) === null) fields.pop();
  return encodeRow(version, [
    metadataText(object, 'namespace'),
    name,
    createdOf(object),
    labelsOf(object),
    cellsOf(item, name, columns, Math.floor(printedAt / 1000)),
    ...fields,
  ]);
}

function cellsOf({ cells, object }: Item, name: string, columns: readonly LiveColumn[], printedAt: number): LiveCell[] {
  if (cells === null) return [null, metadataText(object, 'creationTimestamp')];
  let length = cells.length;
  while (length > 0 && cells[length - 1] === NO_VALUE) length -= 1;
  return cells.slice(0, length).map((cell, i) => {
    const column = columns[i];
    return cell === name && column?.format === 'name' ? null : scalar(cell, column, printedAt);
  });
}

function scalar(cell: unknown, column: LiveColumn | undefined, printedAt: number): LiveCell {
  if (typeof cell === 'number' || typeof cell === 'boolean') return cell;
  if (cell === null || cell === undefined) return null;
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  if (text.length > MAX_CELL_LENGTH) return cut(text);
  // the age is counted from the object's creation, which travels by itself
  if (column === undefined || column.name === 'Age') return text;
  return readPrintedTime(text, column, printedAt) ?? text;
}

function cut(text: string): string {
  // not through the middle of a character of two halves
  const last = text.charCodeAt(MAX_CELL_LENGTH - 1);
  const halved = last >= 0xd800 && last < 0xdc00;
  return `${text.slice(0, halved ? MAX_CELL_LENGTH - 1 : MAX_CELL_LENGTH)}…`;
}

function createdOf(object: JsonObject): number {
  const time = Date.parse(metadataText(object, 'creationTimestamp'));
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000);
}

function labelsOf(object: JsonObject): JsonObject | null {
  const labels = metadataOf(object)['labels'];
  return isJsonObject(labels) && Object.keys(labels).length > 0 ? labels : null;
}

function fieldOf(object: JsonObject, path: FieldPath): unknown {
  const value = pickField(object, path);
  if (value === undefined || value === null) return null;
  if (typeof value === 'object' || typeof value === 'string') {
    return JSON.stringify(value).length > MAX_FIELD_LENGTH ? null : value;
  }
  return value;
}

function withoutBulk(object: JsonObject): JsonObject {
  const { managedFields: _, ...metadata } = metadataOf(object);
  const annotations = metadata['annotations'];
  if (!isJsonObject(annotations) || !Object.hasOwn(annotations, LAST_APPLIED)) return { ...object, metadata };
  const { [LAST_APPLIED]: __, ...rest } = annotations;
  return { ...object, metadata: { ...metadata, annotations: rest } };
}
