import type { IncomingMessage } from 'node:http';
import { admit } from '../admission/admission.ts';
import type { User } from '../auth/tokens.ts';
import { cloneJson, equalJson, type JsonObject } from '../json-value.ts';
import { type MemoryStore, timestamp } from '../memory-store.ts';
import { apiVersionOf, presented, storageKey, storageVersion, toStored } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { isEnding } from '../schema/custom/definition-cleanup.ts';
import type { Schema } from '../schema/schema.ts';
import { Schemas } from '../schema/schemas.ts';
import { badRequest, conflict, invalid, notFound, StatusError } from '../status-error.ts';
import type { DemoObject, ResourceKey } from '../store.ts';
import type { ApiRequest } from './api-request.ts';
import { applyConfig } from './apply/apply-config.ts';
import type { Writer } from './apply/managers.ts';
import { withMetadata } from './apply/schema-walk.ts';
import { mediaTypeOf, parseObject } from './body.ts';
import { checkPreconditions, type ReadDeleteOptions, readDeleteOptions } from './delete-options.ts';
import { isReset, managersOf, recordUpdate, setManagers, type WriteRecord } from './managed-fields.ts';
import { checkSize } from './object-size.ts';
import { APPLY, isCustom, patched, patchOrigin } from './patch.ts';
import { metadataUpdateFaults } from './validation/metadata.ts';
import { validate } from './validation/validate.ts';
import { checkedInput, checkSameName, type Origin, type WriteInput } from './write-input.ts';
import { readWriteOptions, type WriteOptions } from './write-options.ts';
import { dropEmptyMaps, hasStatus, overwrite } from './written-part.ts';

/** Registries that make an object of a PUT to a name that is not there. */
const CREATE_ON_UPDATE = new Set([
  '/endpoints',
  '/events',
  '/limitranges',
  'coordination.k8s.io/leases',
  'rbac.authorization.k8s.io/clusterrolebindings',
  'rbac.authorization.k8s.io/clusterroles',
  'rbac.authorization.k8s.io/rolebindings',
  'rbac.authorization.k8s.io/roles',
]);

/** Registries that take an update only of a version that the client has seen; custom resources are as strict. */
const VERSION_REQUIRED = new Set([
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices',
  'coordination.k8s.io/leases',
  'policy/poddisruptionbudgets',
]);

export interface WriteRequest {
  readonly request: ApiRequest;
  readonly type: ResourceType;
  readonly req: IncomingMessage;
  readonly body: string;
  readonly user: Pick<User, 'name' | 'groups'>;
}

export interface Answer {
  readonly code: number;
  readonly body: DemoObject | JsonObject;
  /** `body` is a stored object, to be shown in the client's representation */
  readonly isObject: boolean;
  /** for the Warning headers of the answer */
  readonly warnings?: readonly string[];
}

/** Writes who wrote what into the object that is about to be stored. */
type Recorder = (draft: DemoObject) => void;

/** create, update, patch and delete of objects and their plain sub-resources. */
export class Writes {
  readonly #store: MemoryStore;
  readonly #schemas: Schemas;

  constructor(store: MemoryStore, schemas = new Schemas()) {
    this.#store = store;
    this.#schemas = schemas;
  }

  create(write: WriteRequest): Answer {
    this.#requireDefinition(write.type);
    const options = readWriteOptions(write.request.query, 'CreateOptions');
    const input = this.#posted(write, options);
    if (input.object.metadata.resourceVersion)
      throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
    return this.#created(write, input, options, this.#recordCreate(write, input, options));
  }

  update(write: WriteRequest): Answer {
    const { request, type } = write;
    const options = readWriteOptions(request.query, 'UpdateOptions');
    const input = this.#posted(write, options);
    checkSameName(request, input.object);
    const current = this.#store.get(storageKey(type), scopeOf(request, type), request.name ?? '');
    const id = `${type.group}/${type.plural}`;
    if (!current && CREATE_ON_UPDATE.has(id) && request.subresource === '')
      return this.#created(write, input, options, this.#recordCreate(write, input, options));
    if (!current) throw notFound(storageKey(type), request.name ?? '');
    if (!input.object.metadata.resourceVersion && (VERSION_REQUIRED.has(id) || isCustom(type)))
      throw invalid(type.group, type.kind, current.metadata.name, [
        {
          field: 'metadata.resourceVersion',
          type: 'Invalid value',
          value: 0,
          detail: 'must be specified for an update',
        },
      ]);
    return this.#updated(write, current, input, options);
  }

  patch(write: WriteRequest): Answer {
    const { request, type, req, body } = write;
    const mediaType = mediaTypeOf(req);
    const options = readWriteOptions(request.query, 'PatchOptions', mediaType === APPLY);
    const current = this.#store.get(storageKey(type), scopeOf(request, type), request.name ?? '');
    if (mediaType === APPLY) return this.#apply(write, current, options);
    if (!current) throw notFound(storageKey(type), request.name ?? '');
    const shown = cloneJson(presented(type, request.version, current));
    const result = patched(shown, body, mediaType, type, this.#schemas.of(type, request.version));
    const input = this.#input(write, result, options, patchOrigin(body, mediaType, result));
    checkSameName(request, input.object);
    return this.#updated(write, current, input, options);
  }

  delete(write: WriteRequest): Answer {
    const current = this.#current(write);
    const options = readDeleteOptions(write.request.query, write.body, mediaTypeOf(write.req));
    checkPreconditions(write.type, current, options);
    return this.#deleted(write, current, options);
  }

  /** Deletes what a list with the same selectors would show; answers with that list. */
  deleteCollection(write: WriteRequest, objects: readonly DemoObject[]): Answer {
    const { request, type } = write;
    const options = readDeleteOptions(request.query, write.body, mediaTypeOf(write.req));
    for (const object of objects) this.#deleted(write, object, options);
    const items = objects.map((object) => presented(type, request.version, object));
    const metadata = { resourceVersion: String(this.#store.version()) };
    const apiVersion = apiVersionOf(type.group, request.version);
    return { code: 200, isObject: false, body: { kind: `${type.kind}List`, apiVersion, metadata, items } };
  }

  #apply(write: WriteRequest, current: DemoObject | undefined, options: WriteOptions): Answer {
    const { request, type } = write;
    const config = parseObject(write.body, APPLY);
    const expected = apiVersionOf(type.group, request.version);
    if (config['apiVersion'] !== expected)
      throw badRequest(
        `Incorrect version specified in apply patch. Specified patch version: ${config['apiVersion'] ?? ''}, expected: ${expected}`,
      );
    const input = this.#input(write, config, options, { kind: 'apply', text: write.body });
    input.object.metadata.name ||= request.name ?? '';
    checkSameName(request, input.object);
    if (input.object.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
    const writer = this.#writer(write, 'Apply', options);
    const schema = this.#schema(type, request.version);
    const kept = { force: options.force, hasStatus: hasStatus(type) };
    if (!current) {
      if (request.subresource !== '') throw notFound(storageKey(type), request.name ?? '');
      const { uid } = input.object.metadata;
      if (uid)
        throw conflict(
          storageKey(type),
          request.name ?? '',
          `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
        );
      const { managers } = applyConfig(schema, undefined, input.object, [], writer, kept);
      return this.#created(write, input, options, (draft) => setManagers(draft, managers));
    }
    const live = presented(type, request.version, current);
    const known = managersOf(live, { ...this.#recordOf(write, options), schema, writer });
    const { object, managers } = applyConfig(schema, live, input.object, known, writer, kept);
    const applied = { object, warnings: input.warnings };
    return this.#revised(write, current, applied, options, (draft) => setManagers(draft, managers));
  }

  #updated(write: WriteRequest, current: DemoObject, input: WriteInput, options: WriteOptions): Answer {
    const sent = input.object.metadata.managedFields;
    const about = this.#recordOf(write, options);
    return this.#revised(write, current, input, options, (draft) => recordUpdate(draft, current, sent, about));
  }

  #recordCreate(write: WriteRequest, input: WriteInput, options: WriteOptions): Recorder {
    const { managedFields } = input.object.metadata;
    const about = this.#recordOf(write, options);
    return (draft) => recordUpdate(draft, undefined, isReset(managedFields) ? [] : managedFields, about);
  }

  #recordOf(write: WriteRequest, options: WriteOptions): WriteRecord {
    const { type } = write;
    return {
      schema: this.#schema(type, storageVersion(type)),
      writer: this.#writer(write, 'Update', options),
      hasStatus: hasStatus(type),
      builtIn: !isCustom(type),
    };
  }

  #current({ request, type }: WriteRequest): DemoObject {
    const key = storageKey(type);
    const current = this.#store.get(key, scopeOf(request, type), request.name ?? '');
    if (!current) throw notFound(key, request.name ?? '');
    return current;
  }

  #created(write: WriteRequest, input: WriteInput, { dryRun }: WriteOptions, record: Recorder): Answer {
    const { request, type, user } = write;
    const key = storageKey(type);
    const object = toStored(type, request.version, input.object);
    if (hasStatus(type)) delete object['status'];
    dropEmptyMaps(object.metadata);
    const warnings = [...input.warnings];
    const admission = { operation: 'CREATE', key, subresource: request.subresource, user, dryRun } as const;
    const draft = this.#store.draft(key, object, (made) => {
      record(made);
      warnings.push(...admit({ ...admission, object: made }, this.#store, 'mutating'));
      validate(type, made);
      warnings.push(...admit({ ...admission, object: made }, this.#store, 'validating'));
    });
    checkSize(draft, write.body);
    const stored = this.#store.insert(key, draft, dryRun);
    return { code: 201, isObject: true, body: stored, warnings };
  }

  #revised(
    write: WriteRequest,
    current: DemoObject,
    input: WriteInput,
    { dryRun }: WriteOptions,
    record: Recorder,
  ): Answer {
    const { request, type, user } = write;
    const key = storageKey(type);
    const next = toStored(type, request.version, input.object);
    checkIdentity(type, current, next, request.verb === 'update');
    const warnings = [...input.warnings];
    const admission = {
      operation: 'UPDATE',
      key,
      subresource: request.subresource,
      old: current,
      user,
      dryRun,
    } as const;
    const draft = this.#store.revise(
      key,
      current,
      (changed) => overwrite(type, request.subresource, changed, next),
      (changed) => {
        record(changed);
        warnings.push(...admit({ ...admission, object: changed }, this.#store, 'mutating'));
        validate(type, changed, current, request.subresource);
        warnings.push(...admit({ ...admission, object: changed }, this.#store, 'validating'));
      },
    );
    checkSize(draft, write.body);
    if (draft !== current && request.subresource === '') countAnnotations(key, draft, current);
    const stored = dryRun ? draft : this.#store.commit(key, current, draft);
    return { code: 200, isObject: true, body: stored, warnings };
  }

  #deleted(write: WriteRequest, current: DemoObject, options: ReadDeleteOptions): Answer {
    const { request, type, user } = write;
    const key = storageKey(type);
    const { name, namespace, uid } = current.metadata;
    const warnings = admit(
      { operation: 'DELETE', key, subresource: '', object: current, old: current, user, dryRun: options.dryRun },
      this.#store,
    );
    if (!options.dryRun) this.#store.delete(key, namespace, name, options);
    const rest = this.#store.get(key, namespace, name);
    if (rest && !options.dryRun) return { code: 200, isObject: true, body: rest, warnings };
    if (type.plural === 'pods') return { code: 200, isObject: true, body: current, warnings };
    const details = { name, ...(type.group === '' ? {} : { group: request.group }), kind: type.plural, uid };
    const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
    return { code: 200, isObject: false, body, warnings };
  }

  #posted(write: WriteRequest, options: WriteOptions): WriteInput {
    const mediaType = mediaTypeOf(write.req);
    const body = parseObject(write.body, mediaType);
    return this.#input(write, body, options, { kind: 'body', text: write.body, mediaType });
  }

  #input({ request, type }: WriteRequest, body: JsonObject, options: WriteOptions, origin: Origin): WriteInput {
    return checkedInput(request, type, this.#schemas.of(type, request.version), body, options, origin);
  }

  #schema(type: ResourceType, version: string): Schema {
    return withMetadata(this.#schemas.of(type, version));
  }

  /** apiextensions' customresource_handler */
  #requireDefinition(type: ResourceType): void {
    if (!isCustom(type) || !isEnding(this.#store, storageKey(type))) return;
    throw new StatusError(
      405,
      'MethodNotAllowed',
      'create not allowed while custom resource definition is terminating',
      { group: type.group, kind: type.plural },
    );
  }

  #writer({ request, type, req }: WriteRequest, operation: Writer['operation'], options: WriteOptions): Writer {
    const agent = (req.headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown';
    return {
      manager: options.fieldManager || agent,
      operation,
      apiVersion: apiVersionOf(type.group, request.version),
      subresource: request.subresource,
      time: timestamp(this.#store.now()),
    };
  }
}

const scopeOf = (request: ApiRequest, type: ResourceType) => (type.namespaced ? request.namespace : undefined);

/** Annotations of a Deployment go down to its ReplicaSets, so a change of them is a new generation (registry/apps/deployment). */
function countAnnotations(key: ResourceKey, { metadata }: DemoObject, old: DemoObject): void {
  if (key.group !== 'apps' || key.resource !== 'deployments') return;
  const { generation = 0, annotations = {} } = old.metadata;
  if (metadata.generation === generation && !equalJson(metadata.annotations ?? {}, annotations))
    metadata.generation = generation + 1;
}

/** The client means this very object, in the version that it has now. */
function checkIdentity(type: ResourceType, current: DemoObject, next: DemoObject, replaces: boolean): void {
  const { name, namespace, uid, resourceVersion } = current.metadata;
  const key = storageKey(type);
  const asked = next.metadata.resourceVersion;
  if (asked && asked !== resourceVersion)
    throw conflict(
      key,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  const faults = metadataUpdateFaults(next, current);
  if (faults.length > 0) throw invalid(type.group, type.kind, name, faults);
  if (!next.metadata.uid || next.metadata.uid === uid) return;
  if (!replaces)
    throw invalid(type.group, type.kind, name, [
      { field: 'metadata.uid', type: 'Invalid value', value: next.metadata.uid, detail: 'field is immutable' },
    ]);
  const place = ['/registry', key.resource, namespace, name].filter((part) => part !== undefined).join('/');
  throw conflict(
    key,
    name,
    `StorageError: invalid object, Code: 4, Key: ${place}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${next.metadata.uid}, UID in object meta: ${uid}`,
  );
}
