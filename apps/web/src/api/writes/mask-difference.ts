import type { KubeObject } from '../kube-object.ts';
import { isRecord } from './changed-paths.ts';
import { MASK, maskSecrets } from './mask-secrets.ts';

/** What stands in place of a value that changes: that it does, and nothing else of it. */
const CHANGED_MASK = `${MASK} *`;

/** Two states of an object with the values of its secret fields masked; those that differ still do. */
export function maskDifference(
  before: KubeObject | undefined,
  after: KubeObject,
  fields: readonly string[],
): readonly [KubeObject | undefined, KubeObject] {
  if (fields.length === 0) return [before, after];
  const masked: Record<string, unknown> = { ...maskSecrets(after, fields) };
  for (const field of fields) {
    const [old, value] = [before?.[field], after[field]];
    if (!isRecord(value) || !isRecord(old)) continue;
    masked[field] = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key in old && old[key] !== inner ? CHANGED_MASK : MASK]),
    );
  }
  const { metadata } = maskSecrets(after, fields);
  return [
    before === undefined ? undefined : maskSecrets(before, fields),
    { ...masked, apiVersion: after.apiVersion, kind: after.kind, metadata },
  ];
}
