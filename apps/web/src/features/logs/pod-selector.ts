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

/** Of a kind that makes what makes pods: what that is, and the label by which pods name it. */
export function madeBy(
  relations: readonly Relation[] = [],
  kinds: ReadonlyMap<string, KindDefinition>,
): { readonly resource: string; readonly label: string } | undefined {
  for (const relation of relations) {
    if (relation.how !== 'owns') continue;
    const parsed = parseResource(relation.resource);
    const below = parsed && kinds.get(`${parsed.group}/${parsed.resource}`)?.relations;
    const pods = below?.find((each) => each.how === 'owns' && each.resource === PODS);
    if (pods?.how === 'owns' && pods.narrowedBelow !== undefined)
      return { resource: relation.resource, label: pods.narrowedBelow };
  }
  return undefined;
}
