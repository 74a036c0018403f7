import type { KubeObject } from '../kube-object.ts';

/** Fields that stand first, in this order; the others follow as the server sent them. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'spec', 'status'] as const;

/** The same object with its top-level fields in reading order. */
export function orderFields(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const ordered: Record<string, unknown> = {};
  for (const field of FIRST) if (Object.hasOwn(object, field)) ordered[field] = object[field];
  for (const [field, value] of Object.entries(object)) if (!Object.hasOwn(ordered, field)) ordered[field] = value;
  return ordered;
}

/** The object without the field managers' bookkeeping. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
