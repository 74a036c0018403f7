import type { PolicyRule } from '../../api/rbac/policy-rule.ts';
import { resourceWords } from '../../api/rbac/resource-words.ts';
import { safeText } from '../../ui/safe-text.ts';

/** A rule in three cells: its verbs, its resources with their groups (or its paths), and the names that it is narrowed to. */
export function ruledText(rule: PolicyRule): { readonly verbs: string; readonly what: string; readonly names: string } {
  const resources = rule.resources.flatMap((each) => {
    const [resource = '', subresource] = each.split('/');
    return rule.apiGroups.map((group) => resourceWords({ group, resource, subresource }));
  });
  const join = (list: readonly string[]) => safeText(list.join(', '));
  return {
    verbs: join(rule.verbs),
    what: join([...resources, ...rule.nonResourceURLs]),
    names: join(rule.resourceNames),
  };
}
