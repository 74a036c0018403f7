import { formatResource, parseResource } from '@quarterdeck/shared/resource-path';
import { useContext, useMemo, useRef } from 'react';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { readOwners } from '../../api/owner-references.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import type { GatherSource } from '../../live/gathered-rows.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import { RowReader } from '../../live/row-reader.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { type Between, behind, madeBy, ownsPods, podSelector, toldApartBy } from './pod-selector.ts';

const OWNERS = 'metadata.ownerReferences';
/** As many as a request takes. */
const MOST_OWNERS = 100;

type LogSelector =
  | { readonly state: 'none' }
  | { readonly state: 'reading' }
  /** `owners`: uids of what controls the pods, where that is known; others may have the same labels */
  | { readonly state: 'found'; readonly text: string; readonly owners?: readonly string[] | undefined };

/**
 * Which pods an object's logs are those of, by what its kind says of its relations: those that it picks, without those that its selector
 * matches and another owns, or those of what it makes (the Jobs of a CronJob). They join as they are made.
 */
export function useLogSelector(target: ObjectRef, object: KubeObject): LogSelector {
  const definitions = useContext(KindsContext);
  const { resources } = useDiscovery(target.cluster);
  const relations = definitions.get(`${target.resource.group}/${target.resource.resource}`)?.relations;
  const own = useMemo(() => podSelector(object, relations), [object, relations]);
  const between = useMemo(() => {
    if (own === 'none') return undefined;
    const way = own === undefined ? madeBy(relations, definitions) : toldApartBy(object, relations);
    const parsed = way && parseResource(way.resource);
    const resource = parsed && findResource(resources, parsed.group, parsed.resource);
    return way === undefined || resource === undefined ? undefined : { ...way, resource };
  }, [own, object, relations, definitions, resources]);
  const { uid } = object.metadata;
  const found = useGatheredRows<string>(() => (between === undefined ? [] : [valuesOfMade(target, uid, between)]));
  // what goes is still meant: its pods write their last lines after it, and a list that is read anew has nothing for a while
  const last = useRef<Kept>(undefined);
  const kept = last.current?.uid === uid ? last.current : { uid, values: new Map<string, string>(), isRead: false };
  last.current = kept;
  const { values } = kept;
  for (const [each, value] of found.items.get(made(uid)) ?? []) values.set(each, value);
  const ownersText = ownsPods(relations) ? uid : [...values.keys()].sort().join();
  // an array that stays the same while it says the same: a new one asks anew
  const owners = useMemo(() => readOwnersText(ownersText), [ownersText]);
  if (own === 'none') return { state: 'none' };
  if (between === undefined) {
    if (own !== undefined) return { state: 'found', text: own.text, owners };
    return resources.length === 0 ? { state: 'reading' } : { state: 'none' };
  }
  const status = found.statuses.get(made(uid));
  // who may not look at what is between still reads what the object itself selects
  if (own !== undefined && status?.problem !== undefined && values.size === 0)
    return { state: 'found', text: own.text };
  kept.isRead ||= isRead(status);
  if (!kept.isRead) return { state: 'reading' };
  return { state: 'found', text: behind(between, [...values.values()], own?.text), owners };
}

/** Of none nothing is known; of very many the pods are told apart by their labels alone. */
function readOwnersText(text: string): readonly string[] | undefined {
  const owners = text === '' ? [] : text.split(',');
  return owners.length === 0 || owners.length > MOST_OWNERS ? undefined : owners;
}

/** Whether all that there is has been told of. */
function isRead(status: LiveStatus | undefined): boolean {
  return status !== undefined && status.state !== 'connecting' && status.state !== 'loading';
}

/** What has been seen between an object and its pods. */
interface Kept {
  readonly uid: string;
  /** label's values by uid */
  readonly values: Map<string, string>;
  isRead: boolean;
}

type Made = Omit<Between, 'resource'> & { readonly resource: DiscoveredResource };

/** Two objects of one selector ask the same question, and read the answer differently. */
const made = (uid: string) => `made/${uid}`;

function valuesOfMade(
  { cluster, namespace }: ObjectRef,
  uid: string,
  { resource, label, value, narrowed }: Made,
): GatherSource<string> {
  const fields = [OWNERS];
  return {
    id: made(uid),
    query: {
      cluster,
      resource: formatResource(resource),
      namespaces: namespace === undefined ? null : [namespace],
      ...(narrowed === '' ? {} : { labelSelector: narrowed }),
      fields,
      mode: 'rows',
    },
    read: (columns) => {
      const reader = new RowReader(columns, fields);
      return (row) => {
        const owners = readOwners(reader.view(row).field(OWNERS));
        if (!owners.some((owner) => owner.uid === uid)) return undefined;
        return value === 'name' ? row.name : (row.labels?.[label] ?? '');
      };
    },
  };
}
