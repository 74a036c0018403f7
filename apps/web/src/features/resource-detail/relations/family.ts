import { parseResource } from '@quarterdeck/shared/resource-path';
import { findResource } from '../../../api/discovery.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import { valueAt } from '../../../api/read-field.ts';
import type { KindDefinition } from '../../../kinds/define-kind.ts';
import { pairsText, selectorText } from '../../../kinds/pointers.ts';
import type { Relation } from '../../../kinds/relation.ts';
import { createdAt, type Relative, type RelativeQuery } from './relative.ts';

/** A kind in which children of an object are looked for, or what it picks. */
export interface ChildKind {
  readonly resource: DiscoveredResource;
  readonly definition: KindDefinition | undefined;
  readonly labelSelector: string;
  /** a kind file says that it is made or picked by such an object; otherwise it is only likely */
  readonly hinted: boolean;
}

export interface FamilyNode {
  readonly relative: Relative;
  /** older than the owner that it has now: somebody else made it */
  readonly adopted: boolean;
  readonly children: readonly FamilyNode[];
}

type Kinds = ReadonlyMap<string, KindDefinition>;

/** Live queries at a time, of the twenty that a tab has. */
export const MAX_CHILD_KINDS = 5;
/** Generations that kind files are followed down: CronJob → Job → Pod. */
const MAX_DEPTH = 3;

const kindOf = (kinds: Kinds, { group, resource }: Pick<DiscoveredResource, 'group' | 'resource'>) =>
  kinds.get(`${group}/${resource}`);

function served(resources: readonly DiscoveredResource[], text: string): DiscoveredResource | undefined {
  const parsed = parseResource(text);
  const found = parsed && findResource(resources, parsed.group, parsed.resource);
  return found?.verbs.includes('list') ? found : undefined;
}

/**
 * Where to look for an object's children: what kind files say, down to the children's children. Of a kind that no file knows: kinds of
 * its own group, and those that stand in category "all". `more`: kinds in which some have been found by looking everywhere.
 */
export function childKinds(
  target: ObjectRef,
  object: KubeObject,
  kinds: Kinds,
  resources: readonly DiscoveredResource[],
  more: readonly DiscoveredResource[] = [],
): readonly ChildKind[] {
  const found = new Map<string, ChildKind>();
  const add = (resource: DiscoveredResource, labelSelector: string, hinted: boolean) => {
    const id = `${resource.group}/${resource.resource}`;
    if (found.size < MAX_CHILD_KINDS && !found.has(id))
      found.set(id, { resource, definition: kindOf(kinds, resource), labelSelector, hinted });
  };
  const own = kindOf(kinds, target.resource);
  const follow = (relations: readonly Relation[], depth: number, inherited: string) => {
    for (const relation of relations) {
      if (relation.how !== 'owns') continue;
      const resource = served(resources, relation.resource);
      if (resource === undefined) continue;
      const selector = depth === 0 ? (relation.narrowed?.(object) ?? '') : relation.narrowedBelow || inherited;
      add(resource, selector, true);
      if (depth + 1 < MAX_DEPTH) follow(kindOf(kinds, resource)?.relations ?? [], depth + 1, selector);
    }
  };
  follow(own?.relations ?? [], 0, '');
  const picked = own?.relations?.find((relation) => relation.how === 'selects');
  const pickedResource = picked && served(resources, picked.resource);
  if (picked !== undefined && pickedResource !== undefined && valueAt(object, picked.path) !== undefined) {
    const selector = picked.form === 'labels' ? pairsText(object, picked.path) : selectorText(object, picked.path);
    // a plain map that is empty picks nothing
    if (selector !== '' || picked.form === 'selector') add(pickedResource, selector, true);
  }
  for (const resource of more) add(resource, '', false);
  if (own === undefined)
    for (const resource of likelyKinds(target.resource, kinds, resources)) add(resource, '', false);
  return [...found.values()];
}

/** Kinds of the own group that stand before those that everybody makes: an operator's kinds mostly make each other. */
const MAX_OF_GROUP = 3;

/** Where children of a kind that no file knows are likely: in its group, then workloads, then whatever else `kubectl get all` lists. */
function likelyKinds(
  parent: DiscoveredResource,
  kinds: Kinds,
  resources: readonly DiscoveredResource[],
): readonly DiscoveredResource[] {
  const able = resources.filter(
    ({ verbs, namespaced, group, resource }) =>
      verbs.includes('list') &&
      verbs.includes('watch') &&
      // children of a namespaced object live in its namespace
      (namespaced || !parent.namespaced) &&
      !(group === parent.group && resource === parent.resource),
  );
  const common = able.filter(({ group, categories }) => group !== parent.group && categories.includes('all'));
  const isWorkload = (each: DiscoveredResource) => (kindOf(kinds, each)?.workload === 'each' ? 0 : 1);
  return [
    ...able.filter(({ group }) => group === parent.group).slice(0, MAX_OF_GROUP),
    ...common.sort((a, b) => isWorkload(a) - isWorkload(b)),
  ];
}

/** The live query of such a kind, within the namespaces where children can be. */
export function childQuery({ cluster, namespace }: ObjectRef, kind: ChildKind): RelativeQuery {
  const { resource, definition, labelSelector, hinted } = kind;
  return {
    id: `${resource.group}/${resource.resource}`,
    cluster,
    resource,
    definition,
    namespaces: namespace === undefined ? null : [namespace],
    labelSelector,
    light: !hinted,
  };
}

/** The tree below an object, of whatever names it as an owner. Each object stands once, however references go. */
export function familyOf(object: KubeObject, relatives: readonly Relative[]): readonly FamilyNode[] {
  const byOwner = new Map<string, Relative[]>();
  for (const relative of relatives)
    for (const { uid } of relative.owners) byOwner.set(uid, [...(byOwner.get(uid) ?? []), relative]);
  const seen = new Set([object.metadata.uid]);
  const below = (uid: string, created: number): readonly FamilyNode[] =>
    (byOwner.get(uid) ?? [])
      .filter((relative) => !seen.has(relative.uid) && seen.add(relative.uid))
      .sort(newestFirst)
      .map((relative) => ({
        relative,
        adopted: relative.created > 0 && created > 0 && relative.created < created,
        children: below(relative.uid, relative.created),
      }));
  return below(object.metadata.uid, createdAt(object));
}

function newestFirst(a: Relative, b: Relative): number {
  return b.created - a.created || (a.ref.name < b.ref.name ? -1 : 1);
}

/** An object that the selector of a controller matches and that does not belong to it. */
export interface Outsider {
  readonly relative: Relative;
  /** the controller that it belongs to; undefined: to nobody */
  readonly controller: Relative['owners'][number] | undefined;
}

/** What the selector of a controller matches, although it belongs to nobody or to another controller. */
export function outsidersOf(
  family: readonly FamilyNode[],
  candidates: readonly Relative[],
  matches: (relative: Relative) => boolean,
): readonly Outsider[] {
  const own = new Set<string>();
  const note = ({ relative, children }: FamilyNode) => {
    own.add(relative.uid);
    children.forEach(note);
  };
  family.forEach(note);
  return candidates
    .filter((relative) => !own.has(relative.uid) && matches(relative))
    .map((relative) => ({ relative, controller: relative.owners.find(({ controller }) => controller) }));
}
