import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { convertedDraft } from '../../api/writes/converted-draft.ts';
import { type RemovedVersion, removedVersion } from '../../api/writes/removed-versions.ts';
import type { Manifest } from './read-manifests.ts';

/** A version that the cluster does not serve (any more), and the document in the version that it does. */
export interface Removed {
  /** undefined: no version that was ever removed, as far as is known */
  readonly version: RemovedVersion | undefined;
  readonly draft: string | undefined;
}

/** What to do about a document whose kind is not served in the version that it names (OPS-069). */
export function removedOf({ apiVersion, kind, text }: Manifest, served: SchemaSource['kinds']): Removed {
  const version = removedVersion(apiVersion, kind, (wanted, name) =>
    served.some((one) => one.apiVersion === wanted && one.kind === name),
  );
  return { version, draft: version === undefined ? undefined : convertedDraft(text, version) };
}
