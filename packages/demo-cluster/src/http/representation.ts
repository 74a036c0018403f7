import type { IncomingHttpHeaders } from 'node:http';
import { columnWords } from '../resources/column-words.ts';
import { GROUP_PRIORITIES } from '../resources/group-order.ts';
import { apiVersionOf, presented } from '../resources/registry.ts';
import type { Cell, CellContext, Column, ResourceType } from '../resources/resource-type.ts';
import { badRequest, StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';

type Shape = 'object' | 'Table' | 'PartialObjectMetadata';
type Include = 'None' | 'Metadata' | 'Object';

/** How one client wants objects of one resource and version to look. Equal ids give equal bytes. */
export interface Representation {
  readonly id: string;
  readonly shape: Shape;
  readonly type: ResourceType;
  readonly version: string;
  /** One object: itself, its metadata, or its row. */
  item(object: DemoObject): unknown;
  /** One object as an answer or the body of a watch event; `first` when a table has to name its columns. */
  document(object: DemoObject, first: boolean): unknown;
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
  if (shape === 'PartialObjectMetadata')
    return {
      id: `partial/${metaVersion}`,
      shape,
      type,
      version,
      item: partial,
      document: partial,
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
  const rowObject = (object: DemoObject) => {
    if (include === 'None') return {};
    return { object: include === 'Object' ? presented(type, version, object) : partial(object) };
  };
  const row = (object: DemoObject) => {
    const context = { now: now() };
    return { cells: type.columns.map((column) => safeCell(column, object, context)), ...rowObject(object) };
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
    item: row,
    document: (object, first) => table({ resourceVersion: object.metadata.resourceVersion }, first, [row(object)]),
    list: (metadata) => ({
      head: { kind: 'Table', apiVersion: metaApi, metadata, columnDefinitions: definitions },
      itemsKey: 'rows',
    }),
    // a real server prints the bookmark's empty object like any other
    bookmark: (metadata, first) => {
      const identity = { apiVersion: apiVersionOf(type.group, version), kind: type.kind };
      const blank = { name: '', uid: '', resourceVersion: '', creationTimestamp: '' };
      const { cells } = row({ ...identity, metadata: blank, spec: {} });
      const shown = { ...metadata, creationTimestamp: null };
      const object = {
        None: {},
        Metadata: { object: { kind: 'PartialObjectMetadata', apiVersion: metaApi, metadata: shown } },
        Object: { object: { ...identity, metadata: shown } },
      }[include];
      return table({ resourceVersion: metadata['resourceVersion'] }, first, [{ cells, ...object }]);
    },
  };
}

function plain(type: ResourceType, version: string): Representation {
  const apiVersion = apiVersionOf(type.group, version);
  const show = (object: DemoObject) => presented(type, version, object);
  return {
    id: `object/${version}`,
    shape: 'object',
    type,
    version,
    // the list says what its items are; only custom resources say it once more
    item: isCustom(type) ? show : (object) => withoutKind(show(object)),
    document: show,
    list: (metadata) => ({ head: { kind: `${type.kind}List`, apiVersion, metadata }, itemsKey: 'items' }),
    bookmark: (metadata) => ({
      kind: type.kind,
      apiVersion,
      metadata: { ...metadata, creationTimestamp: null },
      ...(type.kind === 'Pod' ? { spec: { containers: null }, status: {} } : {}),
    }),
  };
}

const isCustom = (type: ResourceType) => !type.aggregated && !GROUP_PRIORITIES.has(type.group);

function withoutKind(object: DemoObject): object {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return rest;
}
