import { createHash } from 'node:crypto';
import { VERSION } from '../../http/discovery.ts';
import type { JsonObject } from '../../json-value.ts';
import type { Registry } from '../../resources/registry.ts';
import type { ResourceType } from '../../resources/resource-type.ts';
import { definitionName } from '../built-in-schemas.ts';
import type { Schema } from '../schema.ts';
import type { Schemas } from '../schemas.ts';
import { type Operation, type Parameter, type PathItem, pathsOf } from './operations.ts';
import { type Dialect, type GroupVersionKind, SchemaPrinter } from './print-schemas.ts';

const STRATEGIC = 'application/strategic-merge-patch+json';
const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  STRATEGIC,
  'application/apply-patch+yaml',
];
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const ANSWERS = ['application/json', 'application/yaml', PROTOBUF];

/** What only built-in types can be sent and answered as; kubectl chooses its kind of patch by this. */
const mediaFor = (type: ResourceType, media: readonly string[]) =>
  type.schemas ? media.filter((one) => one !== STRATEGIC && one !== PROTOBUF) : media;
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly path: string;
}

/** To be raised when the same resources get other documents: clients keep what they have by a hash of what goes in. */
const FORM = 2;

const sha512 = (value: unknown) => createHash('sha512').update(JSON.stringify(value)).digest('hex').toUpperCase();

/** Writes the OpenAPI documents of what the server serves right now. */
export class OpenApiDocuments {
  readonly #registry: Registry;
  readonly #schemas: Schemas;
  #kinds: { types: readonly ResourceType[]; byName: ReadonlyMap<string, readonly GroupVersionKind[]> } = {
    types: [],
    byName: new Map(),
  };

  constructor(registry: Registry, schemas: Schemas) {
    this.#registry = registry;
    this.#schemas = schemas;
  }

  /** The paths of the index: `api/v1`, `apis/apps/v1`. */
  groupVersions(): GroupVersion[] {
    return this.#registry
      .groups()
      .flatMap((group) => this.#registry.versions(group).map((version) => ({ group, version })))
      .map(({ group, version }) => ({
        group,
        version,
        path: group === '' ? `api/${version}` : `apis/${group}/${version}`,
      }));
  }

  /** Changes when any document does. */
  hash(): string {
    return sha512(this.groupVersions().map(({ group, version }) => this.hashOf(group, version)));
  }

  /**
   * Changes when the document of a group and version does, and stays the same over restarts: clients keep a document as long as
   * its hash. It is made of what goes into the document, so that the index does not need to write all of them.
   */
  hashOf(group: string, version: string): string {
    const types = this.#registry.resources(group, version).map(({ plural, kind, verbs, subresources, schemas }) => ({
      plural,
      kind,
      verbs,
      subresources,
      schema: schemas?.[version]?.raw,
    }));
    return sha512([FORM, VERSION.gitVersion, this.#schemas.fingerprint(), group, version, types]);
  }

  v3(group: string, version: string): JsonObject {
    const types = this.#registry.resources(group, version);
    const { paths, definitions } = this.#parts('v3', [{ group, version, types }]);
    return {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: VERSION.gitVersion },
      paths,
      components: {
        schemas: definitions,
        securitySchemes: { BearerToken: { type: 'apiKey', in: 'header', name: 'authorization' } },
      },
    };
  }

  v2(): JsonObject {
    const served = this.groupVersions().map(({ group, version }) => ({
      group,
      version,
      types: this.#registry.resources(group, version),
    }));
    const { paths, definitions } = this.#parts('v2', served);
    return {
      swagger: '2.0',
      info: { title: 'Kubernetes', version: VERSION.gitVersion },
      paths,
      definitions,
      securityDefinitions: { BearerToken: { type: 'apiKey', name: 'authorization', in: 'header' } },
      security: [{ BearerToken: [] }],
    };
  }

  #parts(
    dialect: Dialect,
    served: readonly { group: string; version: string; types: readonly ResourceType[] }[],
  ): { paths: JsonObject; definitions: JsonObject } {
    const kinds = this.#kindsByDefinition();
    const printer = new SchemaPrinter(dialect, (name) => kinds.get(name) ?? []);
    const paths: [string, JsonObject][] = [];
    for (const { version, types } of served)
      for (const type of types)
        for (const item of pathsOf(type, version))
          paths.push([item.path, this.#item(dialect, printer, type, version, item)]);
    return {
      paths: Object.fromEntries(paths.sort(([a], [b]) => (a < b ? -1 : 1))),
      definitions: printer.definitions(),
    };
  }

  /** Which kinds a definition is the type of; lists and the options of requests too. */
  #kindsByDefinition(): ReadonlyMap<string, readonly GroupVersionKind[]> {
    const types = this.#registry.all();
    if (sameItems(this.#kinds.types, types)) return this.#kinds.byName;
    const byName = new Map<string, readonly GroupVersionKind[]>();
    const put = (name: string, group: string, version: string, kind: string) =>
      byName.set(name, [{ group, version, kind }]);
    for (const type of types)
      for (const version of type.versions) {
        const { group, kind } = type;
        const name = this.#nameOf(type, version);
        put(name, group, version, kind);
        put(`${name}List`, group, version, `${kind}List`);
        for (const sub of type.subresources.filter((each) => each.kind !== kind)) {
          const at = [sub.group ?? group, sub.version ?? version, sub.kind] as const;
          put(definitionName(...at), ...at);
        }
      }
    put(`${META}.Status`, '', 'v1', 'Status');
    byName.set(
      `${META}.DeleteOptions`,
      this.groupVersions().map(({ group, version }) => ({ group, version, kind: 'DeleteOptions' })),
    );
    this.#kinds = { types, byName };
    return byName;
  }

  #nameOf(type: ResourceType, version: string): string {
    return this.#schemas.of(type, version)?.name ?? definitionName(type.group, version, type.kind);
  }

  #item(dialect: Dialect, printer: SchemaPrinter, type: ResourceType, version: string, item: PathItem): JsonObject {
    const parameters = item.parameters.map((parameter) => printParameter(dialect, parameter));
    const operations = item.operations.map((operation) => [
      operation.method,
      this.#operation(dialect, printer, type, version, operation),
    ]);
    return { ...(Object.fromEntries(operations) as JsonObject), parameters };
  }

  #operation(
    dialect: Dialect,
    printer: SchemaPrinter,
    type: ResourceType,
    version: string,
    operation: Operation,
  ): JsonObject {
    const tag = `${type.group.split('.')[0] || 'core'}_${version}`;
    const answers = mediaFor(type, ANSWERS);
    const body = operation.body && this.#body(printer, operation, type);
    const answer = this.#answer(printer, operation, type, version);
    const codes = operation.codes.map((code): [string, JsonObject] => [
      String(code),
      { description: TEXTS[code] ?? '', ...printContent(dialect, answer, answers) },
    ]);
    const parameters = operation.parameters.map((parameter) => printParameter(dialect, parameter));
    const media = operation.body === 'patch' ? mediaFor(type, PATCHES) : ['*/*'];
    const responses = Object.fromEntries([...codes, ['401', { description: 'Unauthorized' }] as const]);
    const shared = {
      description: operation.description,
      operationId: operation.id,
      tags: [tag],
      responses,
      'x-kubernetes-action': operation.action,
      'x-kubernetes-group-version-kind': operation.kind,
    };
    if (dialect === 'v2') {
      const all = body ? [{ name: 'body', in: 'body', required: true, schema: body }, ...parameters] : parameters;
      return { ...shared, consumes: media, produces: answers, schemes: ['https'], parameters: all };
    }
    return { ...shared, parameters, ...(body ? { requestBody: printContent('v3', body, media) } : {}) };
  }

  #body(printer: SchemaPrinter, { body, kind }: Operation, type: ResourceType): JsonObject {
    if (body === 'patch') return this.#named(printer, `${META}.Patch`);
    if (body === 'DeleteOptions') return this.#named(printer, `${META}.DeleteOptions`);
    return this.#kind(printer, type, kind);
  }

  #answer(printer: SchemaPrinter, { answer, kind }: Operation, type: ResourceType, version: string): JsonObject {
    if (answer === 'text') return { type: 'string' };
    if (answer === 'Status') return this.#named(printer, `${META}.Status`);
    if (answer === 'object') return this.#kind(printer, type, kind);
    const listName = `${this.#nameOf(type, version)}List`;
    const known = this.#schemas.named(listName);
    if (known) return printer.reference(known, listName);
    const items = this.#schemas.of(type, version);
    const listMeta = this.#schemas.named(`${META}.ListMeta`);
    if (!items || !listMeta) return {};
    return printer.reference(listOf(items, listMeta), listName);
  }

  #kind(printer: SchemaPrinter, type: ResourceType, { group, version, kind }: GroupVersionKind): JsonObject {
    if (group === type.group && kind === type.kind) {
      const own = this.#schemas.of(type, version);
      return own ? printer.reference(own) : {};
    }
    return this.#named(printer, definitionName(group, version, kind));
  }

  #named(printer: SchemaPrinter, name: string): JsonObject {
    return printer.reference(this.#schemas.named(name) ?? { type: 'object' }, name);
  }
}

const TEXTS: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted' };

const sameItems = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const listOf = (items: Schema, metadata: Schema): Schema => ({
  type: 'object',
  required: ['items'],
  properties: { apiVersion: { type: 'string' }, items: { type: 'array', items }, kind: { type: 'string' }, metadata },
});

function printParameter(dialect: Dialect, { name, in: where, type, description }: Parameter): JsonObject {
  const required = where === 'path' ? { required: true } : {};
  const shared = { name, in: where, description, ...required };
  return dialect === 'v2' ? { ...shared, uniqueItems: true, type } : { ...shared, schema: { type, uniqueItems: true } };
}

function printContent(dialect: Dialect, schema: JsonObject, media: readonly string[]): JsonObject {
  return dialect === 'v2' ? { schema } : { content: Object.fromEntries(media.map((type) => [type, { schema }])) };
}
