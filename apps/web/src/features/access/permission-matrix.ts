import type { AccessRules } from '../../api/access-reviews.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { type PolicyRule, readRule, ruleReaches } from '../../api/rbac/policy-rule.ts';
import { resourceWords } from '../../api/rbac/resource-words.ts';
import { NOTABLE_SUBRESOURCES } from './notable-subresources.ts';

export const MATRIX_VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
] as const;

/**
 * yes, no; some: of the objects named only; unknown: not among the rules, but an authoriser could not list its own; none: there is no
 * such verb for the kind
 */
type Permission = 'yes' | 'no' | 'some' | 'unknown' | 'none';

export interface MatrixRow {
  /** "deployments.apps/scale" */
  readonly id: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly cells: readonly {
    readonly verb: string;
    readonly permission: Permission;
    readonly names: readonly string[];
  }[];
}

/**
 * What somebody may do with each kind: kinds of namespaces by the rules there, those of the whole cluster by the rules that hold
 * everywhere, since a rule that is bound in a namespace reaches no cluster-wide object.
 */
export function permissionMatrix(
  resources: readonly DiscoveredResource[],
  here: AccessRules,
  everywhere: AccessRules,
): readonly MatrixRow[] {
  const rules = { here: here.rules.map(readRule), everywhere: everywhere.rules.map(readRule) };
  return resources.flatMap((resource) => {
    const [own, incomplete] = resource.namespaced
      ? [rules.here, here.incomplete]
      : [rules.everywhere, everywhere.incomplete];
    const row = (subresource: string | undefined, verbs: readonly string[]): MatrixRow => ({
      id: resourceWords({ ...resource, subresource }),
      kind: resource.kind,
      namespaced: resource.namespaced,
      cells: MATRIX_VERBS.map((verb) =>
        verbs.includes(verb)
          ? { verb, ...permissionOf(own, { ...resource, verb, subresource }, incomplete) }
          : { verb, permission: 'none', names: [] },
      ),
    });
    const subresources = NOTABLE_SUBRESOURCES[`${resource.group}/${resource.resource}`] ?? {};
    return [
      row(undefined, resource.verbs),
      ...Object.entries(subresources).map(([subresource, verbs]) => row(subresource, verbs)),
    ];
  });
}

function permissionOf(
  rules: readonly PolicyRule[],
  question: {
    readonly verb: string;
    readonly group: string;
    readonly resource: string;
    readonly subresource: string | undefined;
  },
  incomplete: boolean,
): { readonly permission: Permission; readonly names: readonly string[] } {
  const reaching = rules.filter((rule) => ruleReaches(rule, question));
  if (reaching.some(({ resourceNames }) => resourceNames.length === 0)) return { permission: 'yes', names: [] };
  const names = [...new Set(reaching.flatMap(({ resourceNames }) => resourceNames))].sort();
  // a list cannot be narrowed to names, except by a selector that names one
  if (names.length > 0) return { permission: 'some', names };
  return { permission: incomplete ? 'unknown' : 'no', names };
}
