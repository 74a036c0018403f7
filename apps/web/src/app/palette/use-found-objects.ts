import { formatResource } from '@quarterdeck/shared/resource-path';
import { useMemo } from 'react';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import type { GatherSource } from '../../live/gathered-rows.ts';
import type { Row } from '../../live/row.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { meant, type NamedObject } from './meant.ts';

/** Fewer letters find half of the cluster. */
export const SHORTEST = 2;

export interface FoundObjects {
  readonly refs: readonly ObjectRef[];
  /** kinds whose names are not all read yet */
  readonly isLoading: boolean;
}

const readName =
  () =>
  ({ namespace, name, uid }: Row): NamedObject => ({ namespace, name, uid });
const MAX_FOUND = 200;

/**
 * Objects of these kinds whose name holds a text, from live lists of names: those that the pages have open cost nothing more. The text
 * decides here, not at the server, which cannot look into names.
 */
export function useFoundObjects(
  cluster: string,
  resources: readonly DiscoveredResource[],
  namespaces: readonly string[] | null,
  text: string,
): FoundObjects {
  const asks = text.length >= SHORTEST;
  const sources = useMemo(
    () =>
      resources.map(
        (resource): GatherSource<NamedObject> => ({
          id: `${resource.group}/${resource.resource}`,
          query: {
            cluster,
            resource: formatResource(resource),
            namespaces: resource.namespaced && namespaces !== null ? [...namespaces] : null,
            fields: [],
            mode: 'rows',
          },
          read: readName,
        }),
      ),
    [cluster, resources, namespaces],
  );
  const { items, statuses } = useGatheredRows(asks ? sources : NONE);
  return useMemo(() => {
    if (!asks) return { refs: [], isLoading: false };
    const isMeant = meant(text);
    const refs = resources.flatMap((resource) => {
      const found: ObjectRef[] = [];
      for (const object of items.get(`${resource.group}/${resource.resource}`)?.values() ?? []) {
        if (!isMeant(object)) continue;
        const { namespace, name } = object;
        found.push({ cluster, resource, namespace: resource.namespaced ? namespace : undefined, name });
        if (found.length === MAX_FOUND) break;
      }
      return found;
    });
    const isLoading = sources.some(({ id }) => {
      const state = statuses.get(id)?.state;
      return state === undefined || state === 'connecting' || state === 'loading';
    });
    return { refs, isLoading };
  }, [asks, text, items, statuses, resources, sources, cluster]);
}

const NONE: readonly GatherSource<NamedObject>[] = [];
