import { parseApiVersion, parseResource } from '@quarterdeck/shared/resource-path';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import { isPicked } from '../../../api/match-selector.ts';
import type { Pointer } from '../../../api/pointer.ts';
import { textAt, valueAt } from '../../../api/read-field.ts';
import type { KindDefinition } from '../../../kinds/define-kind.ts';
import type { Relation } from '../../../kinds/relation.ts';
import { pathSteps, pickAll, splitPath } from './pick-path.ts';
import type { Relative, RelativeQuery } from './relative.ts';

/** An object that is named by another. */
export interface Use {
  readonly to: Pointer & { readonly name: string };
  /** what it is named as, each once */
  readonly as: readonly string[];
}

/** A kind whose objects may name or pick the object of the page. */
interface UserKind {
  readonly resource: DiscoveredResource;
  readonly definition: KindDefinition;
  readonly relations: readonly Relation[];
}

export interface User {
  readonly relative: Relative;
  readonly as: readonly string[];
}

type Kinds = ReadonlyMap<string, KindDefinition>;

/** Live queries at a time, of the twenty that a tab has. */
const MAX_USER_KINDS = 8;

/** What an object names, in the order of its kind file. */
export function usesOf(object: KubeObject, relations: readonly Relation[] = []): readonly Use[] {
  const found = new Map<string, Use>();
  const add = (to: Use['to'], as: string) => {
    const key = [to.group, to.kind, to.namespace, to.name].join('/');
    const known = found.get(key)?.as ?? [];
    found.set(key, { to, as: known.includes(as) ? known : [...known, as] });
  };
  const { namespace } = object.metadata;
  for (const relation of relations)
    if (relation.how === 'names') {
      for (const name of pickAll(object, pathSteps(relation.path)))
        if (typeof name === 'string' && name !== '')
          add({ group: relation.group, kind: relation.kind, name, ...(namespace ? { namespace } : {}) }, relation.as);
    } else if (relation.how === 'points')
      for (const reference of pickAll(object, pathSteps(relation.path))) {
        const to = readReference(reference, namespace);
        if (to !== undefined) add(to, relation.as);
      }
  return [...found.values()];
}

/** A reference that says itself what it names; users and groups are no objects. */
function readReference(reference: unknown, namespace: string | undefined): Use['to'] | undefined {
  const [kind, name] = [textAt(reference, 'kind'), textAt(reference, 'name')];
  if (kind === '' || name === '' || kind === 'User' || kind === 'Group') return undefined;
  const group = textAt(reference, 'apiGroup') || parseApiVersion(textAt(reference, 'apiVersion') || 'v1').group;
  const where = textAt(reference, 'namespace') || namespace;
  return { group, kind, name, ...(where ? { namespace: where } : {}) };
}

/**
 * Kinds whose objects can name or pick this one, as their files say, and that the cluster lists. All pods of a whole cluster are never
 * asked for.
 */
export function userKinds(
  { resource }: ObjectRef,
  kinds: Kinds,
  resources: readonly DiscoveredResource[],
): readonly UserKind[] {
  const own = `${resource.group}/${resource.kind}`;
  const found: UserKind[] = [];
  for (const definition of new Set(kinds.values())) {
    const relations = (definition.relations ?? []).filter(
      (relation) =>
        (relation.how === 'names' && relation.oneWay !== true && `${relation.group}/${relation.kind}` === own) ||
        (relation.how === 'points' && relation.kinds.includes(own)) ||
        (relation.how === 'selects' && relation.adopts !== true && endsWithPlural(relation.resource, resource)),
    );
    if (relations.length === 0 || repeatsTemplates(definition)) continue;
    if (!resource.namespaced && definition.workload === 'unowned') continue;
    const serving = resources.find((each) => kinds.get(`${each.group}/${each.resource}`) === definition);
    if (serving?.verbs.includes('list') && serving.verbs.includes('watch'))
      found.push({ resource: serving, definition, relations });
  }
  return found.sort((a, b) => a.definition.order - b.definition.order).slice(0, MAX_USER_KINDS);
}

/** What other workloads make (ReplicaSets) names nothing that its owner does not. */
function repeatsTemplates({ workload, relations = [] }: KindDefinition): boolean {
  return workload === 'unowned' && relations.some(({ how }) => how === 'owns');
}

function endsWithPlural(text: string, { group, resource }: DiscoveredResource): boolean {
  const parts = text.split('/');
  return parts.at(-1) === resource && (parts.length === 3 ? parts[0] : '') === group;
}

const fieldOf = (relation: Relation): string =>
  relation.how === 'owns' ? '' : relation.how === 'selects' ? relation.path : splitPath(relation.path).head;

/** The live query of such a kind. */
export function userQuery(target: ObjectRef, { resource, definition, relations }: UserKind): RelativeQuery {
  const { cluster, namespace } = target;
  return {
    id: `${resource.group}/${resource.resource}`,
    cluster,
    resource,
    definition,
    namespaces: namespace === undefined ? null : [namespace],
    fields: [...new Set(relations.map(fieldOf))],
  };
}

/** What an object of such a kind names or picks the page's object as; undefined: it does not. */
export function userOf(
  { resource, name, namespace }: ObjectRef,
  labels: Readonly<Record<string, string>>,
  relations: readonly Relation[],
  relative: Relative,
): User | undefined {
  const as = new Set<string>();
  for (const relation of relations) {
    const value = relative.field(fieldOf(relation));
    if (relation.how === 'selects') {
      if (isPicked(labels, value, relation.form)) as.add('picks');
    } else if (relation.how === 'names') {
      if (pickAll(value, splitPath(relation.path).rest).includes(name)) as.add(relation.as);
    } else if (relation.how === 'points')
      for (const reference of pickAll(value, splitPath(relation.path).rest)) {
        const to = readReference(reference, relative.ref.namespace);
        const same = to?.kind === resource.kind && to.name === name;
        if (same && (namespace === undefined || to.namespace === namespace)) as.add(relation.as);
      }
  }
  return as.size === 0 ? undefined : { relative, as: [...as] };
}

export interface Selection {
  /** "group/plural" of what it picks */
  readonly id: string;
  readonly adopts: boolean;
  readonly picks: (labels: Readonly<Record<string, string>>) => boolean;
}

/** What an object picks by labels; undefined where its kind picks nothing. */
export function selectionOf(object: KubeObject, relations: readonly Relation[] = []): Selection | undefined {
  const selects = relations.find((relation) => relation.how === 'selects');
  const picked = selects && parseResource(selects.resource);
  if (selects === undefined || picked === undefined) return undefined;
  const selector = valueAt(object, selects.path);
  return {
    id: `${picked.group}/${picked.resource}`,
    adopts: selects.adopts === true,
    picks: (labels) => isPicked(labels, selector, selects.form),
  };
}
