import type { IncomingHttpHeaders } from 'node:http';
import { columnWords } from '../resources/column-words.ts';
import { GROUP_PRIORITIES } from '../resources/group-order.ts';
import { apiVersionOf, presented } from '../resources/registry.ts';
import type { Cell, CellContext, Column, ResourceType } from '../resources/resource-type.ts';
import { badRequest, StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { textCache } from './text-cache.ts';

type Shape = 'object' | 'Table' | 'PartialObjectMetadata';
type Include = 'None' | 'Metadata' | 'Object';

/** How one client wants objects of one resource and version to look. Equal ids give equal bytes. */
export interface Representation {
  readonly id: string;
  readonly shape: Shape;
  readonly type: ResourceType;
  readonly version: string;
  /** JSON of one object in a list: itself, its metadata, or its row. */
  itemText(object: DemoObject): string;
  /** One object as an answer. */
  document(object: DemoObject): unknown;
  /** JSON of one object as the body of a watch event; `first` when a table has to name its columns, `keep` as for the cache. */
  documentText(object: DemoObject, first: boolean, keep: boolean): string;
  /** What comes before the items of a list, and the key of the items. */
  list(metadata: Record<string, unknown>): { head: Record<string, unknown>; itemsKey: 'items' | 'rows' };
  /** The body of a BOOKMARK. */
  bookmark(metadata: Record<string, unknown>, first: boolean): unknown;
}

interface AcceptClause {
  readonly media: string;
  readonly params: ReadonlyMap<string, string>;
}

/** The clauses of an Accept header, in its order (quality values are not used by any client of Kubernetes). */
export function parseAccept(header: string | undefined): AcceptClause[] {
  return (header ?? '*/*').split(',').map((clause) => {
    const [media = '', ...params] = clause.split(';').map((part) => part.trim());
    return {
      media,
      params: new Map(params.map((param) => param.split('=').map((part) => part.trim()) as [string, string])),
    };
  });
}

const JSON_MEDIA = ['application/json', '*/*', 'application/*'];

function chooseShape(headers: IncomingHttpHeaders): { shape: Shape; version: string } {
  for (const { media, params } of parseAccept(headers.accept)) {
    if (!JSON_MEDIA.includes(media)) continue;
    const as = params.get('as');
    if (as === undefined || as === '') return { shape: 'object', version: 'v1' };
    if (params.get('g') !== 'meta.k8s.io') continue;
    const version = params.get('v') ?? 'v1';
    if (version !== 'v1' && version !== 'v1beta1') continue;
    if (as === 'Table') return { shape: 'Table', version };
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList')
      return { shape: 'PartialObjectMetadata', version };
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/json;stream=watch',
    {},
  );
}

function includeOf(query: URLSearchParams): Include {
  const include = query.get('includeObject') ?? '';
  if (include === '') return 'Metadata';
  if (include === 'None' || include === 'Metadata' || include === 'Object') return include;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

const columnDefinition = (type: ResourceType, column: Column) => ({
  name: column.name,
  type: column.type,
  format: column.format ?? '',
  description: columnWords(type, column),
  priority: column.priority,
});

/** An object that a client wrote in a shape that its columns do not expect prints as unknown; it must not break the list. */
function safeCell(column: Column, object: DemoObject, context: CellContext): Cell {
  try {
    return column.cell(object, context);
  } catch {
    return '<unknown>';
  }
}

/** Reads Accept and includeObject. Throws 406 when the client takes no JSON. */
export function chooseRepresentation(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  type: ResourceType,
  version: string,
  now: () => number,
): Representation {
  const { shape, version: metaVersion } = chooseShape(headers);
  const metaApi = apiVersionOf('meta.k8s.io', metaVersion);
  if (shape === 'object') return plain(type, version);
  const partial = ({ metadata }: DemoObject) => ({ kind: 'PartialObjectMetadata', apiVersion: metaApi, metadata });
  const partialText = cached(type, `partial/${metaVersion}`, (object) => JSON.stringify(partial(object)));
  if (shape === 'PartialObjectMetadata')
    return {
      id: `partial/${metaVersion}`,
      shape,
      type,
      version,
      itemText: (object) => partialText(object, true),
      document: partial,
      documentText: (object, _first, keep) => partialText(object, keep),
      list: (metadata) => ({
        head: { kind: 'PartialObjectMetadataList', apiVersion: metaApi, metadata },
        itemsKey: 'items',
      }),
      bookmark: (metadata) => ({
        kind: 'PartialObjectMetadata',
        apiVersion: metaApi,
        metadata: { ...metadata, creationTimestamp: null },
      }),
    };
  const include = includeOf(query);
  const definitions = type.columns.map((column) => columnDefinition(type, column));
  const whole = plain(type, version);
  const cells = (object: DemoObject) => {
    const context = { now: now() };
    return type.columns.map((column) => safeCell(column, object, context));
  };
  const row = (object: DemoObject) => {
    if (include === 'None') return { cells: cells(object) };
    return { cells: cells(object), object: include === 'Object' ? whole.document(object) : partial(object) };
  };
  const rowText = (object: DemoObject, keep: boolean) => {
    const shown = JSON.stringify(cells(object));
    if (include === 'None') return `{"cells":${shown}}`;
    const inner = include === 'Object' ? whole.documentText(object, false, keep) : partialText(object, keep);
    return `{"cells":${shown},"object":${inner}}`;
  };
  const table = (metadata: object, first: boolean, rows: unknown[]) => ({
    kind: 'Table',
    apiVersion: metaApi,
    metadata,
    columnDefinitions: first ? definitions : null,
    rows,
  });
  return {
    id: `table/${metaVersion}/${include}/${version}`,
    shape,
    type,
    version,
    itemText: (object) => rowText(object, true),
    document: (object) => table({ resourceVersion: object.metadata.resourceVersion }, true, [row(object)]),
    documentText: (object, first, keep) => {
      const empty = JSON.stringify(table({ resourceVersion: object.metadata.resourceVersion }, first, []));
      return `${empty.slice(0, -2)}${rowText(object, keep)}]}`;
    },
    list: (metadata) => ({
      head: { kind: 'Table', apiVersion: metaApi, metadata, columnDefinitions: definitions },
      itemsKey: 'rows',
    }),
    // a real server prints the bookmark's empty object like any other
    bookmark: (metadata, first) => {
      const identity = { apiVersion: apiVersionOf(type.group, version), kind: type.kind };
      const blank = { name: '', uid: '', resourceVersion: '', creationTimestamp: '' };
      const blankCells = cells({ ...identity, metadata: blank, spec: {} });
      const shown = { ...metadata, creationTimestamp: null };
      const object = {
        None: {},
        Metadata: { object: { kind: 'PartialObjectMetadata', apiVersion: metaApi, metadata: shown } },
        Object: { object: { ...identity, metadata: shown } },
      }[include];
      return table({ resourceVersion: metadata['resourceVersion'] }, first, [{ cells: blankCells, ...object }]);
    },
  };
}

function plain(type: ResourceType, version: string): Representation {
  const apiVersion = apiVersionOf(type.group, version);
  const show = (object: DemoObject) => presented(type, version, object);
  // the list says what its items are; only custom resources say it once more
  const isSaidTwice = isCustom(type);
  const identity = JSON.stringify({ kind: type.kind, apiVersion }).slice(0, -1);
  const bareText = cached(type, `object/${version}`, (object) => JSON.stringify(withoutKind(show(object))));
  const documentText = (object: DemoObject, keep: boolean) => `${identity},${bareText(object, keep).slice(1)}`;
  return {
    id: `object/${version}`,
    shape: 'object',
    type,
    version,
    itemText: (object) => (isSaidTwice ? documentText(object, true) : bareText(object, true)),
    document: show,
    documentText: (object, _first, keep) => documentText(object, keep),
    list: (metadata) => ({ head: { kind: `${type.kind}List`, apiVersion, metadata }, itemsKey: 'items' }),
    bookmark: (metadata) => ({
      kind: type.kind,
      apiVersion,
      metadata: { ...metadata, creationTimestamp: null },
      ...(type.kind === 'Pod' ? { spec: { containers: null }, status: {} } : {}),
    }),
  };
}

/** A writer of JSON that remembers; what is computed is new each time, and not worth it. */
function cached(type: ResourceType, shape: string, write: (object: DemoObject) => string) {
  const id = `${type.group}/${type.plural}/${shape}`;
  return (object: DemoObject, keep: boolean) =>
    type.computed ? write(object) : textCache.textOf(id, object, keep, write);
}

const isCustom = (type: ResourceType) => !type.aggregated && !GROUP_PRIORITIES.has(type.group);

function withoutKind(object: DemoObject): object {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return rest;
}
