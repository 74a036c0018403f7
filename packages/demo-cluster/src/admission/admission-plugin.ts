import type { ClusterStore, DemoObject, ResourceKey } from '../store.ts';

/** One write on its way into the cluster. Mutating plug-ins change `object`; a refusal is a thrown StatusError. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly key: ResourceKey;
  /** "" for the object itself */
  readonly subresource: string;
  /** What will be stored; for DELETE what is stored. */
  readonly object: DemoObject;
  readonly old?: DemoObject | undefined;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly dryRun: boolean;
}

/** What plug-ins may look at. */
export type AdmissionStore = Pick<ClusterStore, 'get' | 'list' | 'now'>;

/** Returns warnings for the client. */
export type AdmissionPlugin = (request: AdmissionRequest, store: AdmissionStore) => readonly string[] | undefined;

/** Whether the request writes whole objects of a resource (no sub-resource). */
export function writes(
  { operation, key, subresource }: AdmissionRequest,
  resource: string,
  ...operations: AdmissionRequest['operation'][]
): boolean {
  return (
    subresource === '' &&
    operations.includes(operation) &&
    resource === `${key.group === '' ? '' : `${key.group}/`}${key.resource}`
  );
}
