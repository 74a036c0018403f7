import type { KubeObject } from '../../api/kube-object.ts';
import { LAST_APPLIED } from '../../api/last-applied.ts';
import { withoutServerFields } from '../../api/writes/server-fields.ts';

/** Metadata that belongs to this one object and to nothing that is made of it. */
const OWN_METADATA: ReadonlySet<string> = new Set([
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'generateName',
]);
/** Annotations that controllers write for this one object. */
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  LAST_APPLIED,
  'deployment.kubernetes.io/revision',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
]);

/** The object as somebody would have written it: no status, nothing that the server or a controller wrote into its metadata. */
export function cleanObject(object: KubeObject): Readonly<Record<string, unknown>> {
  const bare = withoutServerFields(object);
  const metadata = Object.fromEntries(
    Object.entries((bare['metadata'] ?? {}) as Record<string, unknown>).filter(([key]) => !OWN_METADATA.has(key)),
  );
  const { annotations } = object.metadata;
  if (annotations !== undefined) {
    const kept = Object.entries(annotations).filter(([key]) => !OWN_ANNOTATIONS.has(key));
    if (kept.length > 0) metadata['annotations'] = Object.fromEntries(kept);
    else delete metadata['annotations'];
  }
  return { ...bare, metadata };
}

/** A new object made of this one, under a name of its own. */
export function copyOf(object: KubeObject): Readonly<Record<string, unknown>> {
  const clean = cleanObject(object);
  const metadata = (clean['metadata'] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...clean, metadata: { ...metadata, name: copyName(object.metadata.name) } };
}

/** The longest name that most kinds may have. */
const LONGEST_NAME = 63;

function copyName(name: string): string {
  return `${name.slice(0, LONGEST_NAME - '-copy'.length).replace(/[-.]+$/, '')}-copy`;
}
