import { formatResource, parseResource } from '@quarterdeck/shared/resource-path';
import { useContext, useMemo } from 'react';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { readOwners } from '../../api/owner-references.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import type { GatherSource } from '../../live/gathered-rows.ts';
import { RowReader } from '../../live/row-reader.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { madeBy, podSelector } from './pod-selector.ts';

const OWNERS = 'metadata.ownerReferences';
/** A selector of very many names is more than a server takes. */
const MOST_NAMES = 60;

type LogSelector =
  | { readonly state: 'none' }
  | { readonly state: 'reading' }
  | { readonly state: 'found'; readonly text: string };

/**
 * Which pods an object's logs are those of, by what its kind says of its relations: those that it picks, or those of what it makes
 * (the Jobs of a CronJob), which join as they are made.
 */
export function useLogSelector(target: ObjectRef, object: KubeObject): LogSelector {
  const definitions = useContext(KindsContext);
  const { resources } = useDiscovery(target.cluster);
  const relations = definitions.get(`${target.resource.group}/${target.resource.resource}`)?.relations;
  const own = useMemo(() => podSelector(object, relations), [object, relations]);
  const between = useMemo(() => {
    if (own !== undefined) return undefined;
    const made = madeBy(relations, definitions);
    const parsed = made && parseResource(made.resource);
    const resource = parsed && findResource(resources, parsed.group, parsed.resource);
    return made === undefined || resource === undefined ? undefined : { resource, label: made.label };
  }, [own, relations, definitions, resources]);
  const { uid } = object.metadata;
  const found = useGatheredRows<string>(() =>
    between === undefined ? [] : [namesOfMade(target, uid, between.resource)],
  );
  if (own !== undefined) return own === 'none' ? { state: 'none' } : { state: 'found', text: own.text };
  if (between === undefined) return resources.length === 0 ? { state: 'reading' } : { state: 'none' };
  const names = found.items.get('made');
  if (names === undefined || found.statuses.get('made')?.state === 'loading') return { state: 'reading' };
  const newest = [...names.values()].sort().slice(-MOST_NAMES);
  // nothing was made yet: a label that nothing has, until something is
  return { state: 'found', text: `${between.label} in (${newest.length === 0 ? 'none-yet' : newest.join(',')})` };
}

function namesOfMade(
  { cluster, namespace }: ObjectRef,
  uid: string,
  resource: DiscoveredResource,
): GatherSource<string> {
  const fields = [OWNERS];
  return {
    id: 'made',
    query: {
      cluster,
      resource: formatResource(resource),
      namespaces: namespace === undefined ? null : [namespace],
      fields,
      mode: 'rows',
    },
    read: (columns) => {
      const reader = new RowReader(columns, fields);
      return (row) =>
        readOwners(reader.view(row).field(OWNERS)).some((owner) => owner.uid === uid) ? row.name : undefined;
    },
  };
}
