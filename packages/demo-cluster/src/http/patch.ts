import { applyPatch, type Patch } from 'rfc6902';
import { cloneJson, isJsonObject, type JsonObject } from '../json-value.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import type { Schema } from '../schema/schema.ts';
import { badRequest, StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { goText, mergePatch, strategicMerge } from './strategic-merge.ts';

const MAX_OPERATIONS = 10_000;
const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

export const APPLY = 'application/apply-patch+yaml';
const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

/** Custom resources belong to a CustomResourceDefinition; only those have groups of their own. */
export const isCustom = (type: Pick<ResourceType, 'group'>) =>
  type.group.includes('.') && !type.group.endsWith('.k8s.io');

/** The object after a patch; apply is not one of these. Strategic merge is not for custom resources (415). */
export function patched(
  current: DemoObject,
  text: string,
  mediaType: string,
  type: Pick<ResourceType, 'group'>,
  schema: Schema | undefined,
): JsonObject {
  switch (mediaType) {
    case JSON_PATCH:
      return jsonPatched(current, parsedPatch(text));
    case MERGE:
      return asObject(mergePatch(current, parsedPatch(text)));
    case STRATEGIC:
      if (!isCustom(type)) return strategicMerge(schema, current, asObject(parsedPatch(text)));
  }
  const accepted = [JSON_PATCH, MERGE, ...(isCustom(type) ? [] : [STRATEGIC]), APPLY];
  throw new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
    {},
  );
}

function parsedPatch(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}

function jsonPatched(current: DemoObject, patch: unknown): JsonObject {
  if (!Array.isArray(patch)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  if (patch.length > MAX_OPERATIONS)
    throw new StatusError(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`,
    );
  const result = cloneJson(current);
  const known = patch.every((one) => isJsonObject(one) && OPERATIONS.includes(String(one['op'])));
  if (!known || applyPatch(result, patch as Patch).some((error) => error !== null))
    throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  return asObject(result);
}

function asObject(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  throw badRequest(
    `json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type map[string]interface {}`,
  );
}

/** How a refusal of the patched object shows what was sent. */
export function patchOrigin(text: string, mediaType: string, result: JsonObject) {
  const converted = mediaType === STRATEGIC;
  const shown = converted ? goText(JSON.parse(text)) : JSON.stringify(result);
  return { kind: 'patch', shown, converted } as const;
}
