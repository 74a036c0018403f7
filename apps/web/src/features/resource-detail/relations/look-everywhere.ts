import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../../api/api-fetch.ts';
import type { DiscoveredResource, ObjectRef } from '../../../api/kube-object.ts';
import { mapBounded } from '../../../api/map-bounded.ts';
import { listAt, textAt, valueAt } from '../../../api/read-field.ts';
import { readOwners } from './relative.ts';

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
/** Requests at a time, and objects of each kind that are looked at. */
const WIDTH = 4;
const MOST_OBJECTS = 500;

export interface Everywhere {
  /** kinds of which some object names that owner */
  readonly found: readonly DiscoveredResource[];
  /** kinds that were asked for */
  readonly of: number;
  /** kinds that have more objects than were looked at */
  readonly partly: number;
  /** kinds that may not be listed, or did not answer */
  readonly refused: number;
}

export interface LookOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
  readonly read?: typeof k8sJson;
}

/** Lists the metadata of every kind that can hold children of an object, once. */
export async function lookEverywhere(
  { cluster, resource, namespace }: ObjectRef,
  uid: string,
  resources: readonly DiscoveredResource[],
  { signal, onProgress, read = k8sJson }: LookOptions,
): Promise<Everywhere> {
  // children of a namespaced object live in its namespace
  const kinds = resources.filter(
    (each) => each.verbs.includes('list') && (each.namespaced || !resource.namespaced) && each.kind !== 'Event',
  );
  const found: DiscoveredResource[] = [];
  let [done, partly, refused] = [0, 0, 0];
  await mapBounded(kinds, WIDTH, async (kind) => {
    if (signal.aborted) return;
    const path = `${apiPath(kind, { namespace: kind.namespaced ? namespace : undefined })}?limit=${MOST_OBJECTS}`;
    try {
      const answer = await read<unknown>(cluster, path, { headers: { accept: METADATA }, signal });
      const isChild = (item: unknown) =>
        readOwners(valueAt(item, 'metadata.ownerReferences')).some((owner) => owner.uid === uid);
      if (listAt(answer, 'items').some(isChild)) found.push(kind);
      if (textAt(answer, 'metadata.continue') !== '') partly += 1;
    } catch {
      refused += 1;
    }
    done += 1;
    onProgress(done, kinds.length);
  });
  return { found, of: kinds.length, partly, refused };
}
