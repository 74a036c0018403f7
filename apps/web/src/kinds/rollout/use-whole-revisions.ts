import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import { CHANGE_CAUSE } from '../../api/change-cause.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import { selectorText } from '../pointers.ts';
import { hasTemplate, plainTemplate } from './plain-template.ts';
import { inOrder, numberOf, revisionKind } from './revisions.ts';

/** A revision of a workload with the whole template, as the workload would have it. */
export interface WholeRevision {
  readonly uid: string;
  readonly number: number;
  readonly created: number;
  readonly cause: string | undefined;
  readonly template: Readonly<Record<string, unknown>>;
}

/** The revisions of a workload, read once whole: the newest first, those that were never numbered left out. */
export function useWholeRevisions(
  { cluster, resource, namespace }: ObjectRef,
  workload: KubeObject | undefined,
): { readonly revisions?: readonly WholeRevision[]; readonly error?: Error } {
  const uid = workload?.metadata.uid;
  const kind = revisionKind(resource);
  // another generation of the template is another newest revision
  const generation = textAt(workload, 'status.observedGeneration');
  const { data, error } = useQuery({
    queryKey: ['whole-revisions', cluster, namespace, uid, generation],
    queryFn: async ({ signal }) => {
      const { group, version } = resource;
      const path = apiPath({ group, version, resource: kind.resource }, { namespace });
      const query = new URLSearchParams({ labelSelector: selectorText(workload, 'spec.selector') });
      const answer = await k8sJson<unknown>(cluster, `${path}?${query}`, { signal });
      return wholeRevisions(listAt(answer, 'items'), uid ?? '', kind.within);
    },
    enabled: uid !== undefined,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return { ...(data === undefined ? {} : { revisions: data }), ...(error === null ? {} : { error }) };
}

/**
 * Whether the newest revision is what the workload is to be. A paused Deployment has no ReplicaSet of a new template: its newest
 * revision is the one that runs, and the first to go back to. Of the others a record is made at once, and as it was written a record may
 * lack what a newer server has filled in since: nothing is compared.
 */
export function hasPresent(
  { resource }: ObjectRef,
  workload: KubeObject,
  [newest]: readonly Pick<WholeRevision, 'template'>[],
): boolean {
  if (revisionKind(resource).kind !== 'ReplicaSet') return true;
  return newest !== undefined && hasTemplate(workload, newest.template);
}

/** Those of the objects that `owner` controls, as revisions. */
function wholeRevisions(
  items: readonly unknown[],
  owner: string,
  within: 'data' | undefined,
): readonly WholeRevision[] {
  const own = items
    .filter(isObject)
    .filter(({ metadata }) =>
      (metadata.ownerReferences ?? []).some(({ uid, controller }) => controller && uid === owner),
    );
  return inOrder(
    own.map((item) => ({
      uid: item.metadata.uid,
      number: numberOf(item['revision'], item.metadata.annotations),
      created: Date.parse(item.metadata.creationTimestamp ?? '') / 1000 || 0,
      cause: item.metadata.annotations?.[CHANGE_CAUSE],
      template: plainTemplate(valueAt(within === undefined ? item : item[within], 'spec.template')),
    })),
  ).filter(({ number }) => number > 0);
}

function isObject(item: unknown): item is KubeObject {
  return textAt(item, 'metadata.uid') !== '' && textAt(item, 'metadata.name') !== '';
}
