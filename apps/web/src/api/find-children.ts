import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from './api-fetch.ts';
import type { DiscoveredResource, ObjectRef } from './kube-object.ts';
import { mapBounded } from './map-bounded.ts';
import { readOwners } from './owner-references.ts';
import { listAt, textAt, valueAt } from './read-field.ts';

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
/** Requests at a time, and objects of each kind that are looked at. */
const WIDTH = 4;
const MOST_OBJECTS = 500;

/** An object that names another as its owner. */
interface Child {
  readonly ref: ObjectRef;
  readonly uid: string;
  /** the owner is its controller, not only one of several owners */
  readonly controlled: boolean;
  /** it has further owners: it stays when this one goes */
  readonly shared: boolean;
}

interface FoundChildren {
  readonly children: readonly Child[];
  /** kinds that were asked for */
  readonly of: number;
  /** kinds that have more objects than were looked at */
  readonly partly: number;
  /** kinds that may not be listed, or did not answer */
  readonly refused: number;
}

interface FindOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
  readonly read?: typeof k8sJson;
}

/**
 * The objects that name one as their owner, read once: the metadata of every kind among `resources` that can hold them, a few
 * at a time. Children of a namespaced object live in its namespace.
 */
export async function findChildren(
  { cluster, resource, namespace }: ObjectRef,
  uid: string,
  resources: readonly DiscoveredResource[],
  { signal, onProgress, read = k8sJson }: FindOptions,
): Promise<FoundChildren> {
  const kinds = resources.filter(
    (each) => each.verbs.includes('list') && (each.namespaced || !resource.namespaced) && each.kind !== 'Event',
  );
  const children: Child[] = [];
  let [done, partly, refused] = [0, 0, 0];
  await mapBounded(kinds, WIDTH, async (kind) => {
    if (signal.aborted) return;
    const path = `${apiPath(kind, { namespace: kind.namespaced ? namespace : undefined })}?limit=${MOST_OBJECTS}`;
    try {
      const answer = await read<unknown>(cluster, path, { headers: { accept: METADATA }, signal });
      for (const item of listAt(answer, 'items')) {
        const child = childOf(item, uid, cluster, kind);
        if (child !== undefined) children.push(child);
      }
      if (textAt(answer, 'metadata.continue') !== '') partly += 1;
    } catch {
      refused += 1;
    }
    done += 1;
    onProgress?.(done, kinds.length);
  });
  return { children, of: kinds.length, partly, refused };
}

function childOf(item: unknown, uid: string, cluster: string, resource: DiscoveredResource): Child | undefined {
  const owners = readOwners(valueAt(item, 'metadata.ownerReferences'));
  const owner = owners.find((each) => each.uid === uid);
  if (owner === undefined) return undefined;
  const namespace = textAt(item, 'metadata.namespace');
  return {
    ref: {
      cluster,
      resource,
      namespace: namespace === '' ? undefined : namespace,
      name: textAt(item, 'metadata.name'),
    },
    uid: textAt(item, 'metadata.uid'),
    controlled: owner.controller === true,
    shared: owners.length > 1,
  };
}
