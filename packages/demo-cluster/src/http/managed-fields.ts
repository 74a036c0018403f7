import { isJsonObject } from '../json-value.ts';
import type { Schema } from '../schema/schema.ts';
import type { DemoObject } from '../store.ts';
import { compare } from './apply/compare.ts';
import { difference, type FieldSet } from './apply/field-set.ts';
import { managedPart } from './apply/managed-part.ts';
import { afterUpdate, type Manager, readManagers, type Writer, writeManagers } from './apply/managers.ts';

/** What the server adds on its own where a client says nothing, after the record of who wrote what is made. */
const ALLOCATED: Readonly<Record<string, FieldSet>> = {
  Service: { 'f:spec': { 'f:clusterIP': {}, 'f:clusterIPs': {}, 'f:ipFamilies': {}, 'f:ipFamilyPolicy': {} } },
  Namespace: { 'f:spec': { 'f:finalizers': {} } },
  Job: { 'f:spec': { 'f:selector': {} } },
};

/** What an update never writes: the scheduler sets it by a Binding, which leaves no record. */
const BOUND: Readonly<Record<string, FieldSet>> = { Pod: { 'f:spec': { 'f:nodeName': {} } } };

/** What a record of a write is made with. */
export interface WriteRecord {
  readonly schema: Schema;
  readonly writer: Writer;
  readonly hasStatus: boolean;
  readonly builtIn: boolean;
}

/** Whether a client asks to forget who wrote what: `managedFields: [{}]`. */
export function isReset(managedFields: unknown): boolean {
  return (
    Array.isArray(managedFields) &&
    managedFields.length === 1 &&
    isJsonObject(managedFields[0]) &&
    Object.keys(managedFields[0]).length === 0
  );
}

/**
 * Records who wrote which fields (KEP-555) in an object that is about to be stored. `sent`: managedFields as the client sent them,
 * which may change them. An object that has no record gets none by an update.
 */
export function recordUpdate(
  draft: DemoObject,
  live: DemoObject | undefined,
  sent: unknown,
  { schema, writer, hasStatus, builtIn }: WriteRecord,
): void {
  delete draft.metadata.managedFields;
  if (isReset(sent)) return;
  const given = readManagers(sent);
  const managers: Manager[] = given?.length ? given : (readManagers(live?.metadata.managedFields) ?? []);
  if (live && managers.length === 0) return;
  const part = (object: DemoObject) => managedPart(object, writer.subresource, hasStatus);
  const { changed, removed } = compare(schema, live ? part(live) : {}, part(draft), builtIn);
  const allocated = (live ? BOUND : ALLOCATED)[draft.kind];
  setManagers(draft, afterUpdate(managers, writer, difference(changed, allocated), removed));
}

export function setManagers(draft: DemoObject, managers: readonly Manager[]): void {
  const managedFields = writeManagers(managers);
  if (managedFields) draft.metadata.managedFields = managedFields;
  else delete draft.metadata.managedFields;
}

/** The managers of an object that is applied to; what was there before anybody kept a record has an owner of its own. */
export function managersOf(live: DemoObject, { schema, writer, hasStatus, builtIn }: WriteRecord): Manager[] {
  const known = readManagers(live.metadata.managedFields) ?? [];
  if (known.length > 0) return known;
  const { changed } = compare(schema, {}, managedPart(live, '', hasStatus), builtIn);
  if (!changed) return [];
  const { apiVersion, time } = writer;
  return [{ manager: 'before-first-apply', operation: 'Update', apiVersion, subresource: '', time, fields: changed }];
}
