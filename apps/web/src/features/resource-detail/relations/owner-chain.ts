import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { findByKind } from '../../../api/discovery.ts';
import type { DiscoveredResource, ObjectRef } from '../../../api/kube-object.ts';
import { type OwnerReference, readOwners } from '../../../api/owner-references.ts';
import type { KindDefinition } from '../../../kinds/define-kind.ts';
import type { GatheredSnapshot } from '../../../live/gathered-rows.ts';
import type { Relative, RelativeQuery } from './relative.ts';

/**
 * asking: not known yet · there · gone: no object of that name · replaced: another object has its name · unserved: the server does
 * not serve that kind · misplaced: an owner in a namespace, named by a cluster-wide object · unknown: it may not be looked at
 */
type OwnerState = 'asking' | 'there' | 'gone' | 'replaced' | 'unserved' | 'misplaced' | 'unknown';

export interface OwnerLink {
  readonly owner: OwnerReference;
  /** 0: the object's own owner · 1: the owner's owner … */
  readonly height: number;
  readonly state: OwnerState;
  /** where it can be looked at, if anywhere */
  readonly ref: ObjectRef | undefined;
  readonly relative: Relative | undefined;
}

export interface Owners {
  /** the controlling owner, its owner and so on; nearest first */
  readonly chain: readonly OwnerLink[];
  /** further owners of the object itself */
  readonly others: readonly OwnerLink[];
}

export const NO_OWNERS: Owners = { chain: [], others: [] };

interface Known {
  readonly cluster: string;
  readonly resources: readonly DiscoveredResource[];
  readonly gathered: GatheredSnapshot<Relative>;
}

/** References to owners can go in a circle, and each step is a live query. */
const MAX_HEIGHT = 4;
const MAX_OTHERS = 3;

/** What is known of an object's owners by now. */
export function ownersOf(
  references: readonly unknown[] | undefined,
  namespace: string | undefined,
  known: Known,
): Owners {
  const direct = readOwners(references);
  const main = direct.find(({ controller }) => controller) ?? direct[0];
  const chain: OwnerLink[] = [];
  const seen = new Set<string>();
  for (let next = main; next !== undefined && chain.length < MAX_HEIGHT && !seen.has(next.uid); ) {
    seen.add(next.uid);
    const below: string | undefined = chain.at(-1) === undefined ? namespace : chain.at(-1)?.ref?.namespace;
    const link = linkTo(next, below, chain.length, known);
    chain.push(link);
    const above: readonly OwnerReference[] = link.state === 'there' ? (link.relative?.owners ?? []) : [];
    next = above.find(({ controller }) => controller) ?? above[0];
  }
  const others = direct.filter((owner) => owner !== main).slice(0, MAX_OTHERS);
  return { chain, others: others.map((owner) => linkTo(owner, namespace, 0, known)) };
}

function linkTo(owner: OwnerReference, namespace: string | undefined, height: number, known: Known): OwnerLink {
  const { cluster, resources, gathered } = known;
  const resource = findByKind(resources, owner.apiVersion, owner.kind);
  const nothing = { owner, height, ref: undefined, relative: undefined };
  if (resource === undefined) return { ...nothing, state: resources.length === 0 ? 'asking' : 'unserved' };
  if (resource.namespaced && namespace === undefined) return { ...nothing, state: 'misplaced' };
  const ref: ObjectRef = {
    cluster,
    resource,
    namespace: resource.namespaced ? namespace : undefined,
    name: owner.name,
  };
  const id = ownerId(owner);
  const rows = [...(gathered.items.get(id)?.values() ?? [])];
  const relative = rows.find(({ uid }) => uid === owner.uid);
  if (relative !== undefined) return { owner, height, ref, relative, state: 'there' };
  const status = gathered.statuses.get(id)?.state;
  const state: OwnerState =
    status === 'denied' || status === 'gone' || !resource.verbs.includes('list')
      ? 'unknown'
      : status !== 'live'
        ? 'asking'
        : rows.length > 0
          ? 'replaced'
          : 'gone';
  return { owner, height, ref, relative: undefined, state };
}

/** The live queries that tell of these owners: one row each. */
export function ownerQueries(
  { chain, others }: Owners,
  definitionOf: (resource: DiscoveredResource) => KindDefinition | undefined,
): readonly RelativeQuery[] {
  return [...chain, ...others].flatMap(({ owner, ref }) =>
    ref === undefined || !ref.resource.verbs.includes('list')
      ? []
      : [
          {
            id: ownerId(owner),
            cluster: ref.cluster,
            resource: ref.resource,
            definition: definitionOf(ref.resource),
            namespaces: ref.namespace === undefined ? null : [ref.namespace],
            fieldSelector: `metadata.name=${ref.name}`,
          },
        ],
  );
}

function ownerId({ apiVersion, kind, name, uid }: OwnerReference): string {
  return `${parseApiVersion(apiVersion).group}/${kind}/${name}/${uid}`;
}
