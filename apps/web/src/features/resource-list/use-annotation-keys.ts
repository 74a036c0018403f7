import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import type { ActionTarget } from '../../actions/define-action.ts';
import { k8sJson } from '../../api/api-fetch.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { entriesAt } from '../../api/read-field.ts';
import { type KeyProposal, proposeKeys } from './label-proposals.ts';
import type { ViewedList } from './view-menu.tsx';

/** Annotations do not travel with the rows: they are read of so many objects, in so many places, when somebody wants them. */
const OBJECTS = 50;
const PLACES = 4;
const WIDTH = 2;
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
const NONE: readonly KeyProposal[] = [];

/** The keys of annotations of some of the objects of a list, the most common first. */
export function useAnnotationKeys(list: ViewedList, wanted: boolean, most: number): readonly KeyProposal[] {
  const places = wanted ? placesOf(list) : [];
  const { data } = useQuery({
    queryKey: ['annotation-keys', list.subject.cluster, places],
    queryFn: async ({ signal }) => {
      const lists = await mapBounded(places, WIDTH, (path) => readKeys(list.subject.cluster, path, signal));
      return proposeKeys(lists.flat(), most);
    },
    enabled: places.length > 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return data ?? NONE;
}

/** Where the objects are, kind by kind and namespace by namespace. */
function placesOf({ store, subject }: ViewedList): readonly string[] {
  const paths = store
    .sample(OBJECTS)
    .flatMap((row) => subject.targetsOf(row))
    .map(({ ref: { resource, namespace } }: ActionTarget) =>
      apiPath(resource, namespace === undefined ? {} : { namespace }),
    );
  return [...new Set(paths)].slice(0, PLACES);
}

async function readKeys(cluster: string, path: string, signal: AbortSignal): Promise<readonly string[][]> {
  const answer = await k8sJson<{ readonly items?: readonly unknown[] }>(cluster, `${path}?limit=${OBJECTS}`, {
    headers: { accept: METADATA },
    signal,
  });
  return (answer.items ?? []).map((item) => entriesAt(item, 'metadata.annotations').map(([key]) => key));
}
