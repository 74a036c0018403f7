import { isJsonObject, type JsonObject, textAt } from '../json-value.ts';
import { apiVersionOf } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { duplicateFields } from '../schema/duplicate-fields.ts';
import type { Schema } from '../schema/schema.ts';
import { decode } from '../schema/strict-decoding.ts';
import { badRequest, invalid, StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import type { ApiRequest } from './api-request.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { isCustom } from './patch.ts';
import type { WriteOptions } from './write-options.ts';

/** What a client wants written: body, URL and resource name the same thing. */
export interface WriteInput {
  readonly object: DemoObject;
  readonly warnings: readonly string[];
}

/** How an object came: as a body, as a patched object, or as a configuration to apply; refusals are worded by it. */
export type Origin =
  | { readonly kind: 'body'; readonly text: string; readonly mediaType: string }
  /** `shown`: what a refusal shows, and whether Go's own converter reads it */
  | { readonly kind: 'patch'; readonly shown: string; readonly converted: boolean }
  | { readonly kind: 'apply'; readonly text: string };

/** Reads an object as the type of the request that brings it. Throws 400 and 422. */
export function checkedInput(
  request: ApiRequest,
  type: ResourceType,
  schema: Schema | undefined,
  body: JsonObject,
  { fieldValidation }: WriteOptions,
  origin: Origin,
): WriteInput {
  checkKind(request, type, body);
  const apiVersion = apiVersionOf(type.group, request.version);
  const named = { ...body, apiVersion, kind: type.kind };
  const read = schema ? decode(schema, named) : { object: named, unknown: [], fault: undefined };
  if (read.fault !== undefined) throw undecodable(request, type, origin, read.fault);
  if (origin.kind === 'apply' && read.unknown.length > 0)
    throw undeclared(request, apiVersion, type, body, read.unknown);
  if (fieldValidation === 'Ignore') return { object: placed(request, type, read.object), warnings: [] };
  const { fields, keys } = namedTwice(origin);
  if (fieldValidation === 'Strict') {
    const inYaml = keys.length === 0 ? [] : [`yaml: unmarshal errors:\n  ${keys.join('\n  ')}`];
    if (inYaml.length > 0 && origin.kind === 'apply')
      throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${inYaml[0]}`);
    const all = [...inYaml, ...fields, ...read.unknown];
    if (all.length > 0) throw undecodable(request, type, origin, `strict decoding error: ${all.join(', ')}`);
  }
  return { object: placed(request, type, read.object), warnings: [...keys, ...fields, ...read.unknown] };
}

/** What stands twice in a text, in the words of the decoder of its format. */
function namedTwice(origin: Origin): { fields: readonly string[]; keys: readonly string[] } {
  if (origin.kind === 'patch') return { fields: [], keys: [] };
  const isYaml = origin.kind === 'apply' || origin.mediaType.includes('yaml');
  if (isYaml) return { fields: [], keys: duplicateKeys(origin.text) };
  return { fields: origin.mediaType.includes('json') ? duplicateFields(origin.text) : [], keys: [] };
}

function checkKind(request: ApiRequest, type: ResourceType, body: JsonObject): void {
  const apiVersion = apiVersionOf(type.group, request.version);
  const kind = body['kind'] ?? '';
  const version = body['apiVersion'] ?? '';
  // a built-in kind is known by its URL, a custom one only by what the body says
  if (isCustom(type) && kind === '') throw badRequest(missing('Kind', body));
  if (isCustom(type) && version === '') throw badRequest(missing('apiVersion', body));
  if (version !== '' && version !== apiVersion)
    throw badRequest(
      `the API version in the data (${version}) does not match the expected API version (${apiVersion})`,
    );
  if (kind !== '' && kind !== type.kind)
    throw badRequest(`${kind} in version "${request.version}" cannot be handled as a ${type.kind}`);
}

const missing = (field: string, body: JsonObject) => `Object '${field}' is missing in '${JSON.stringify(body)}'`;

function undecodable(request: ApiRequest, type: ResourceType, origin: Origin, why: string): StatusError {
  if (origin.kind === 'patch')
    return invalid('', '', '', [
      {
        field: 'patch',
        type: 'Invalid value',
        value: origin.shown,
        detail: origin.converted ? converterWords(why) : why,
      },
    ]);
  return badRequest(`${type.kind} in version "${request.version}" cannot be handled as a ${type.kind}: ${why}`);
}

/** A strategic merge patch never was JSON text: what reads it complains in words of its own. */
function converterWords(why: string): string {
  const type = /^json: cannot unmarshal .* of type (\S+)$/.exec(why)?.[1];
  return type === undefined ? why : `unrecognized type: ${type}`;
}

/** The words of the converter of server-side apply. */
function undeclared(
  request: ApiRequest,
  apiVersion: string,
  type: ResourceType,
  body: JsonObject,
  unknown: readonly string[],
): StatusError {
  const place = [request.namespace, textAt(body, 'metadata', 'name')].filter((part) => part !== undefined).join('/');
  const faults = unknown.map((text) => `.${/"(.*)"/.exec(text)?.[1]}: field not declared in schema`);
  const list = faults.length === 1 ? faults[0] : `errors:\n  ${faults.join('\n  ')}`;
  const what = `${type.namespaced ? place : `/${textAt(body, 'metadata', 'name')}`}; ${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${type.kind}`;
  return new StatusError(500, '', `failed to create typed patch object (${what}): ${list}`);
}

function placed(request: ApiRequest, type: ResourceType, body: JsonObject): DemoObject {
  const object = { ...body, metadata: isJsonObject(body['metadata']) ? { ...body['metadata'] } : {} };
  const { metadata } = object;
  if (type.namespaced && request.namespace !== undefined) {
    const own = textAt(metadata, 'namespace');
    if (own !== '' && own !== request.namespace)
      throw badRequest(
        request.name === undefined
          ? 'the namespace of the provided object does not match the namespace sent on the request'
          : `the namespace of the object (${own}) does not match the namespace on the request (${request.namespace})`,
      );
    metadata['namespace'] = request.namespace;
  } else if (!type.namespaced) delete metadata['namespace'];
  return object as JsonObject & DemoObject;
}

/** An update names the object of its URL. */
export function checkSameName(request: ApiRequest, { metadata }: DemoObject): void {
  if (!metadata.name)
    throw badRequest(`the name of the object (${request.name} based on URL) was undeterminable: name must be provided`);
  if (metadata.name !== request.name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${request.name})`);
}
