import type { LiveColumn } from '@quarterdeck/shared/live-protocol';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One object of a list or an event, with the cells of the server's Table when it gave one. */
export interface Item {
  readonly object: JsonObject;
  readonly cells: readonly unknown[] | null;
}

/** The columns for a server that answers plain lists although it was asked for a Table. */
const PLAIN_COLUMNS: readonly LiveColumn[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0, description: '' },
  { name: 'Age', type: 'date', format: '', priority: 0, description: '' },
];

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `metadata` of a list, a Table or an object; empty when it has none. */
export function metadataOf(value: JsonObject): JsonObject {
  const metadata = value['metadata'];
  return isJsonObject(metadata) ? metadata : {};
}

/** A text of `metadata`; "" when missing. */
export function metadataText(value: JsonObject, key: string): string {
  const text = metadataOf(value)[key];
  return typeof text === 'string' ? text : '';
}

/** meta.k8s.io's Table, not a custom resource whose kind is called Table (DynamoDB's operator has one). */
function isTable(value: JsonObject): boolean {
  return value['kind'] === 'Table' && /^(?:meta\.k8s\.io\/|$)/.test(text(value['apiVersion']));
}

/** The objects in a Table, in a plain list, or the one object that an event carries. */
export function itemsOf(value: JsonObject): readonly Item[] {
  if (isTable(value)) {
    return arrayOf(value['rows']).flatMap((row) => {
      if (!isJsonObject(row) || !isJsonObject(row['object'])) return [];
      return [{ object: row['object'], cells: arrayOf(row['cells']) }];
    });
  }
  // a list has no name; a custom resource may have items of its own
  if (Array.isArray(value['items']) && metadataText(value, 'name') === '') {
    // the items of a list do not repeat what the list says about their type
    const apiVersion = text(value['apiVersion']);
    const kind = text(value['kind']).replace(/List$/, '');
    return value['items']
      .filter(isJsonObject)
      .map((object) => ({ object: { apiVersion, kind, ...object }, cells: null }));
  }
  return [{ object: value, cells: null }];
}

/** The columns that an answer defines; null when it leaves them out (all events of a watch but the first do). */
export function columnsOf(value: JsonObject): readonly LiveColumn[] | null {
  if (!isTable(value)) return PLAIN_COLUMNS;
  const definitions = arrayOf(value['columnDefinitions']).filter(isJsonObject);
  if (definitions.length === 0) return null;
  return definitions.map((definition) => ({
    name: text(definition['name']),
    type: text(definition['type']),
    format: text(definition['format']),
    priority: typeof definition['priority'] === 'number' ? definition['priority'] : 0,
    description: text(definition['description']),
  }));
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** From where a watch goes on behind this event. */
export function versionOf(value: JsonObject): string {
  const last = itemsOf(value).at(-1);
  return (last && metadataText(last.object, 'resourceVersion')) || metadataText(value, 'resourceVersion');
}

/** In a Table the mark is an annotation of the bookmark's only row; elsewhere of the object itself. */
export function isInitialEventsEnd(value: JsonObject): boolean {
  return itemsOf(value).some(({ object }) => {
    const annotations = metadataOf(object)['annotations'];
    return isJsonObject(annotations) && annotations['k8s.io/initial-events-end'] === 'true';
  });
}
