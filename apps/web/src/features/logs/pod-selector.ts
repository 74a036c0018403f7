import { parseResource } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { valueAt } from '../../api/read-field.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import { pairsText, selectorText } from '../../kinds/pointers.ts';
import type { Relation } from '../../kinds/relation.ts';

const PODS = 'v1/pods';

/**
 * The selector of the pods that an object picks; "none" where its kind picks pods and it picks none (a Service without a selector);
 * undefined where its kind picks none.
 */
export function podSelector(
  object: KubeObject,
  relations: readonly Relation[] = [],
): { readonly text: string } | 'none' | undefined {
  for (const relation of relations) {
    if (relation.how !== 'selects' || relation.resource !== PODS) continue;
    if (valueAt(object, relation.path) === undefined) return 'none';
    const text = relation.form === 'labels' ? pairsText(object, relation.path) : selectorText(object, relation.path);
    // a plain map that is empty picks nothing
    return text === '' && relation.form === 'labels' ? 'none' : { text };
  }
  return undefined;
}

/** Whether an object controls its pods itself: those of another that its selector matches are not its own. */
export function ownsPods(relations: readonly Relation[] = []): boolean {
  return relations.some((relation) => relation.how === 'owns' && relation.resource === PODS);
}

/** What stands between an object and its pods, and the label by which these say so. */
export interface Between {
  /** "apps/v1/replicasets" */
  readonly resource: string;
  readonly label: string;
  /** where the label's value stands on what is between */
  readonly value: 'name' | 'label';
  /** a label selector that all of these match; "" for none */
  readonly narrowed: string;
}

/** Of a kind that makes what makes pods: what that is, and the label by which pods name it. */
export function madeBy(
  relations: readonly Relation[] = [],
  kinds: ReadonlyMap<string, KindDefinition>,
): Between | undefined {
  for (const relation of relations) {
    if (relation.how !== 'owns') continue;
    const parsed = parseResource(relation.resource);
    const below = parsed && kinds.get(`${parsed.group}/${parsed.resource}`)?.relations;
    const pods = below?.find((each) => each.how === 'owns' && each.resource === PODS);
    if (pods?.how === 'owns' && pods.narrowedBelow !== undefined)
      return { resource: relation.resource, label: pods.narrowedBelow, value: 'name', narrowed: '' };
  }
  return undefined;
}

/**
 * Of a kind whose selector may match pods of others as well: what it makes, and the label which that shares with its own pods
 * alone (two Deployments of one selector differ by the hashes of their ReplicaSets).
 */
export function toldApartBy(object: KubeObject, relations: readonly Relation[] = []): Between | undefined {
  for (const relation of relations)
    if (relation.how === 'owns' && relation.shared !== undefined)
      return {
        resource: relation.resource,
        label: relation.shared,
        value: 'label',
        narrowed: relation.narrowed?.(object) ?? '',
      };
  return undefined;
}

/** A selector of very many values is more than a server takes. */
const MOST_VALUES = 60;

/**
 * The selector of the pods behind what is between: `values` are the label's values there, "" where one has none. `own`: what the
 * object itself selects, which is all that can be said where a value is not known or there are too many.
 */
export function behind({ label }: Pick<Between, 'label'>, values: readonly string[], own?: string): string {
  if (own !== undefined && (values.includes('') || values.length > MOST_VALUES)) return own;
  const newest = [...new Set(values)].sort().slice(-MOST_VALUES);
  // nothing was made yet: a label that nothing has, until something is
  const among = `${label} in (${newest.length === 0 ? 'none-yet' : newest.join(',')})`;
  return own === undefined || own === '' ? among : `${own},${among}`;
}
