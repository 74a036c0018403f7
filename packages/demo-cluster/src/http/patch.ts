import { applyPatch, type Patch } from 'rfc6902';
import { cloneJson, isJsonObject, type JsonObject } from '../json-value.ts';
import { badRequest, StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { parseBody } from './body.ts';
import { mergePatch, strategicMerge } from './strategic-merge.ts';

const MAX_OPERATIONS = 10_000;

export const APPLY = 'application/apply-patch+yaml';
const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

/** The object after a patch. `custom`: strategic merge is not for custom resources (415, as on a real server). */
export function patched(current: DemoObject, text: string, mediaType: string, custom: boolean): JsonObject {
  const patch = parseBody(text, mediaType);
  switch (mediaType) {
    case JSON_PATCH:
      return jsonPatched(current, patch);
    case MERGE:
      return asObject(mergePatch(current, asObject(patch)));
    case STRATEGIC:
      if (custom) break;
      return strategicMerge(current, asObject(patch));
    case APPLY:
      return custom ? asObject(mergePatch(current, asObject(patch))) : strategicMerge(current, asObject(patch));
  }
  const accepted = [JSON_PATCH, MERGE, ...(custom ? [] : [STRATEGIC]), APPLY];
  throw new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
}

function jsonPatched(current: DemoObject, patch: unknown): JsonObject {
  if (
    !Array.isArray(patch) ||
    !patch.every((operation) => isJsonObject(operation) && typeof operation['op'] === 'string')
  )
    throw badRequest('error decoding patch: a JSON patch is a list of operations');
  if (patch.length > MAX_OPERATIONS)
    throw new StatusError(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`,
    );
  const result = cloneJson(current);
  const failed = applyPatch(result, patch as Patch).find((error) => error !== null);
  if (failed)
    throw new StatusError(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${failed.message}`,
      {},
    );
  return asObject(result);
}

function asObject(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  throw badRequest('error decoding patch: the result is no object');
}
