import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { selectorText } from '../pointers.ts';
import { inOrder, REVISION, revisionNumber } from './revisions.ts';

/** A revision with the whole ReplicaSet, its template included. */
export interface RevisionSet {
  readonly number: number;
  readonly created: number;
  readonly set: KubeObject;
}

/** The revisions of a Deployment, read once whole: the newest first, those that were never numbered left out. */
export function useRevisionSets(
  { cluster, resource, namespace }: ObjectRef,
  deployment: KubeObject | undefined,
): { readonly sets?: readonly RevisionSet[]; readonly error?: Error } {
  const uid = deployment?.metadata.uid;
  const selector = selectorText(deployment, 'spec.selector');
  // another generation of the template is another newest set
  const generation = textAt(deployment, 'status.observedGeneration');
  const { data, error } = useQuery({
    queryKey: ['revision-sets', cluster, namespace, uid, generation],
    queryFn: async ({ signal }) => {
      const { group, version } = resource;
      const path = apiPath({ group, version, resource: 'replicasets' }, { namespace });
      const query = new URLSearchParams({ labelSelector: selector });
      const answer = await k8sJson<unknown>(cluster, `${path}?${query}`, { signal });
      return revisionSets(listAt(answer, 'items'), uid ?? '');
    },
    enabled: uid !== undefined,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return { ...(data === undefined ? {} : { sets: data }), ...(error === null ? {} : { error }) };
}

/** Those of the objects that `owner` controls, as revisions. */
function revisionSets(items: readonly unknown[], owner: string): readonly RevisionSet[] {
  const own = items
    .filter(isObject)
    .filter(({ metadata }) =>
      (metadata.ownerReferences ?? []).some(({ uid, controller }) => controller && uid === owner),
    );
  return inOrder(
    own.map((set) => ({
      number: revisionNumber(set.metadata.annotations?.[REVISION] ?? ''),
      created: Date.parse(set.metadata.creationTimestamp ?? '') / 1000 || 0,
      set,
    })),
  ).filter(({ number }) => number > 0);
}

function isObject(item: unknown): item is KubeObject {
  return textAt(item, 'metadata.uid') !== '' && textAt(item, 'metadata.name') !== '';
}
