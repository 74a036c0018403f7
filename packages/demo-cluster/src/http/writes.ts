import type { IncomingMessage } from 'node:http';
import { cloneJson, isJsonObject, type JsonObject, textAt } from '../json-value.ts';
import { type CreateInput, type MemoryStore, timestamp } from '../memory-store.ts';
import { apiVersionOf, presented, storageKey, toStored } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { badRequest, conflict, forbidden, invalid, notFound } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import type { ApiRequest } from './api-request.ts';
import { mediaTypeOf, parseObject } from './body.ts';
import { checkPreconditions, type ReadDeleteOptions, readDeleteOptions } from './delete-options.ts';
import { recordManager } from './managed-fields.ts';
import { APPLY, patched } from './patch.ts';
import { validate } from './validation.ts';

const NAMESPACES = { group: '', resource: 'namespaces' };
/** Sub-resources that write only their own part of an object; the object itself never writes `status`. */
const OWN_PART: Readonly<Record<string, string>> = { status: 'status', approval: 'status' };

export interface WriteRequest {
  readonly request: ApiRequest;
  readonly type: ResourceType;
  readonly req: IncomingMessage;
  readonly body: string;
}

export interface Answer {
  readonly code: number;
  readonly body: DemoObject | JsonObject;
  /** `body` is a stored object, to be shown in the client's representation */
  readonly isObject: boolean;
}

const isCustom = (type: ResourceType) => type.group.includes('.') && !type.group.endsWith('.k8s.io');
const hasStatus = (type: ResourceType) => type.subresources.some((sub) => sub.name === 'status');

/** create, update, patch and delete of objects and their plain sub-resources. */
export class Writes {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  create(write: WriteRequest): Answer {
    const { request, type, req, body } = write;
    return this.#created(write, checkedInput(request, type, parseObject(body, mediaTypeOf(req))), 'Update');
  }

  update(write: WriteRequest): Answer {
    const { request, type, req, body } = write;
    const input = checkedInput(request, type, parseObject(body, mediaTypeOf(req)));
    const current = this.#current(write);
    if (input.metadata.name !== current.metadata.name)
      throw badRequest(
        `the name of the object (${input.metadata.name}) does not match the name on the URL (${current.metadata.name})`,
      );
    const stored = toStored(type, request.version, input);
    return this.#revised(write, current, stored, 'Update', stored);
  }

  patch(write: WriteRequest): Answer {
    const { request, type, req, body } = write;
    const mediaType = mediaTypeOf(req);
    const key = storageKey(type);
    const current = this.#store.get(key, scopeOf(request, type), request.name ?? '');
    const apply = mediaType === APPLY;
    if (apply && !request.query.get('fieldManager'))
      throw invalid('meta.k8s.io', 'PatchOptions', '', [
        { field: 'fieldManager', type: 'Required value', detail: 'is required for apply patch' },
      ]);
    if (!current) {
      if (!apply || request.subresource !== '') throw notFound(key, request.name ?? '');
      const input = checkedInput(request, type, parseObject(body, mediaType));
      if (input.metadata.name !== request.name)
        throw badRequest(`metadata.name (${input.metadata.name}) does not match the name on the URL (${request.name})`);
      return this.#created(write, input, 'Apply');
    }
    const shown = cloneJson(presented(type, request.version, current));
    const result = patched(shown, body, mediaType, isCustom(type));
    const written = apply ? parseObject(body, mediaType) : result;
    const stored = toStored(type, request.version, checkedInput(request, type, result));
    return this.#revised(write, current, stored, apply ? 'Apply' : 'Update', written);
  }

  delete(write: WriteRequest): Answer {
    const { request, type } = write;
    const current = this.#current(write);
    const options = readDeleteOptions(request.query, write.body, mediaTypeOf(write.req));
    checkPreconditions(type, current, options);
    return this.#deleted(request, type, current, options);
  }

  /** Deletes what a list with the same selectors would show; answers with that list. */
  deleteCollection(write: WriteRequest, objects: readonly DemoObject[]): Answer {
    const { request, type } = write;
    const options = readDeleteOptions(request.query, write.body, mediaTypeOf(write.req));
    for (const object of objects) this.#deleted(request, type, object, options);
    const items = objects.map((object) => presented(type, request.version, object));
    const metadata = { resourceVersion: String(this.#store.version()) };
    const apiVersion = apiVersionOf(type.group, request.version);
    return { code: 200, isObject: false, body: { kind: `${type.kind}List`, apiVersion, metadata, items } };
  }

  #current({ request, type }: WriteRequest): DemoObject {
    const key = storageKey(type);
    const current = this.#store.get(key, scopeOf(request, type), request.name ?? '');
    if (!current) throw notFound(key, request.name ?? '');
    return current;
  }

  #created(write: WriteRequest, input: CreateInput, operation: 'Apply' | 'Update'): Answer {
    const { request, type } = write;
    const object = toStored(type, request.version, input as DemoObject);
    if (type.namespaced) this.#checkNamespace(type, object);
    if (hasStatus(type)) delete object['status'];
    validate(type, object);
    this.#record(write, object, operation, object);
    const key = storageKey(type);
    const stored = isDryRun(request) ? this.#store.draft(key, object) : this.#store.create(key, object);
    return { code: 201, isObject: true, body: stored };
  }

  #checkNamespace(type: ResourceType, { metadata }: DemoObject): void {
    const name = metadata.namespace ?? '';
    const namespace = this.#store.get(NAMESPACES, undefined, name);
    if (!namespace) throw notFound(NAMESPACES, name);
    if (namespace.metadata.deletionTimestamp === undefined) return;
    throw forbidden(
      storageKey(type),
      metadata.name ?? '',
      `unable to create new content in namespace ${name} because it is being terminated`,
    );
  }

  #revised(
    write: WriteRequest,
    current: DemoObject,
    next: DemoObject,
    operation: 'Apply' | 'Update',
    written: JsonObject,
  ): Answer {
    const { request, type } = write;
    const key = storageKey(type);
    const { name, namespace, resourceVersion, uid } = current.metadata;
    const asked = next.metadata.resourceVersion;
    if (asked && asked !== resourceVersion)
      throw conflict(
        key,
        name,
        'the object has been modified; please apply your changes to the latest version and try again',
      );
    if (next.metadata.uid && next.metadata.uid !== uid)
      throw conflict(
        key,
        name,
        `Precondition failed: UID in precondition: ${next.metadata.uid}, UID in object meta: ${uid}`,
      );
    const change = (draft: DemoObject) => {
      overwrite(type, request.subresource, draft, next);
      this.#record(write, draft, operation, written);
    };
    const draft = this.#store.revise(key, current, change);
    if (request.subresource === '') validate(type, draft, current);
    if (isDryRun(request) || sameButTime(draft, current))
      return { code: 200, isObject: true, body: isDryRun(request) ? draft : current };
    const stored = this.#store.update(key, namespace, name, change) ?? draft;
    return { code: 200, isObject: true, body: stored };
  }

  #record(
    { request, req }: WriteRequest,
    object: DemoObject,
    operation: 'Apply' | 'Update',
    written: JsonObject,
  ): void {
    const agent = (req.headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown';
    const manager = request.query.get('fieldManager') || agent;
    const time = timestamp(this.#store.now());
    recordManager(object, { manager, operation, subresource: request.subresource, time }, written);
  }

  #deleted(request: ApiRequest, type: ResourceType, current: DemoObject, options: ReadDeleteOptions): Answer {
    const key = storageKey(type);
    const { name, namespace, uid } = current.metadata;
    if (!options.dryRun) this.#store.delete(key, namespace, name, options);
    const rest = this.#store.get(key, namespace, name);
    if (rest && !options.dryRun) return { code: 200, isObject: true, body: rest };
    if (type.plural === 'pods') return { code: 200, isObject: true, body: current };
    const details = { name, ...(type.group === '' ? {} : { group: request.group }), kind: type.plural, uid };
    return {
      code: 200,
      isObject: false,
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details },
    };
  }
}

const scopeOf = (request: ApiRequest, type: ResourceType) => (type.namespaced ? request.namespace : undefined);

const isDryRun = ({ query }: ApiRequest) => query.getAll('dryRun').includes('All');

/** Body, URL and resource must name the same thing. */
function checkedInput(request: ApiRequest, type: ResourceType, body: JsonObject): DemoObject {
  const apiVersion = apiVersionOf(type.group, request.version);
  if (body['kind'] === undefined) throw badRequest("Object 'Kind' is missing in the body");
  if (body['apiVersion'] !== apiVersion)
    throw badRequest(
      `the API version in the data (${body['apiVersion']}) does not match the expected API version (${apiVersion})`,
    );
  if (body['kind'] !== type.kind)
    throw badRequest(`${type.kind} in version "${request.version}" cannot be handled as a ${body['kind']}`);
  const object = { ...body, metadata: isJsonObject(body['metadata']) ? { ...body['metadata'] } : {} };
  const { metadata } = object;
  if (type.namespaced) {
    const own = textAt(metadata, 'namespace');
    if (own !== '' && request.namespace !== undefined && own !== request.namespace)
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    if (request.namespace !== undefined) metadata['namespace'] = request.namespace;
  } else delete metadata['namespace'];
  return object as JsonObject & DemoObject;
}

/** Writes the part of `next` that this sub-resource may write. */
function overwrite(type: ResourceType, subresource: string, draft: DemoObject, next: DemoObject): void {
  const part = OWN_PART[subresource];
  if (part !== undefined) {
    draft[part] = next[part];
    return;
  }
  const { status, metadata } = draft;
  for (const field of Object.keys(draft)) if (field !== 'metadata') delete draft[field];
  Object.assign(draft, cloneJson(next));
  // what a client cannot change is put back by the store, except these
  draft.metadata = { ...draft.metadata, ...systemMetadata(metadata) };
  for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds'] as const)
    if (metadata[field] === undefined) delete draft.metadata[field];
  if (metadata.managedFields === undefined) delete draft.metadata.managedFields;
  if (hasStatus(type)) {
    if (status === undefined) delete draft['status'];
    else draft['status'] = status;
  }
}

function systemMetadata({ deletionTimestamp, deletionGracePeriodSeconds, managedFields }: DemoObject['metadata']) {
  return {
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
    ...(managedFields === undefined ? {} : { managedFields }),
  };
}

/** Whether a write changes nothing but the record of who wrote. */
function sameButTime(draft: DemoObject, current: DemoObject): boolean {
  const strip = ({ metadata: { managedFields: _managed, ...metadata }, ...rest }: DemoObject) => ({
    ...rest,
    metadata,
  });
  return JSON.stringify(strip(draft)) === JSON.stringify(strip(current));
}
