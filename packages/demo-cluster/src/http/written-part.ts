import { cloneJson, isJsonObject } from '../json-value.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import type { DemoObject } from '../store.ts';

/** Sub-resources that write only their own part of an object; the object itself never writes `status`. */
const OWN_PART: Readonly<Record<string, string>> = { status: 'status', approval: 'status' };

/** What a client cannot change; the store puts back the rest of an object's identity. */
const KEPT = ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'] as const;

export const hasStatus = (type: ResourceType) => type.subresources.some((sub) => sub.name === 'status');

/** Writes the part of `next` into `draft` that this sub-resource ("" for the object itself) may write. */
export function overwrite(type: ResourceType, subresource: string, draft: DemoObject, next: DemoObject): void {
  const part = OWN_PART[subresource];
  if (part !== undefined) {
    if (next[part] === undefined) delete draft[part];
    else draft[part] = cloneJson(next[part]);
    return;
  }
  const { status, metadata } = draft;
  for (const field of Object.keys(draft)) if (field !== 'metadata') delete draft[field];
  Object.assign(draft, cloneJson(next));
  for (const field of KEPT) {
    if (metadata[field] === undefined) delete draft.metadata[field];
    else Object.assign(draft.metadata, { [field]: metadata[field] });
  }
  dropEmptyMaps(draft.metadata);
  if (!hasStatus(type)) return;
  if (status === undefined) delete draft['status'];
  else draft['status'] = status;
}

/** Go's omitempty: an empty map or list of metadata is none. */
export function dropEmptyMaps(metadata: Partial<DemoObject['metadata']>): void {
  for (const field of ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const) {
    const value: unknown = metadata[field];
    const empty = Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
    if (empty || value === null) delete metadata[field];
  }
}
