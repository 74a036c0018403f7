import type { KubeObject } from '../kube-object.ts';
import { LAST_APPLIED } from '../last-applied.ts';

/** Says nothing of a value, not even its length. */
export const MASK = '••••••••';

/**
 * The object with the values of its secret fields masked, and the annotation that repeats them. Their keys stay.
 */
export function maskSecrets(object: KubeObject, fields: readonly string[]): KubeObject {
  const masked: Record<string, unknown> = {};
  for (const field of fields) {
    const value = object[field];
    if (value === undefined || value === null) continue;
    masked[field] =
      typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.keys(value).map((key) => [key, MASK]))
        : MASK;
  }
  const { annotations } = object.metadata;
  const metadata =
    annotations !== undefined && Object.hasOwn(annotations, LAST_APPLIED)
      ? { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: MASK } }
      : object.metadata;
  return { ...object, ...masked, metadata };
}
