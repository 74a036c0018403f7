import type { PolicyRule } from './policy-rule.ts';
import { resourceWords } from './resource-words.ts';

/** A rule in three cells: its verbs, its resources with their groups (or its paths), and the names that it is narrowed to. */
export function ruledText(rule: PolicyRule): { readonly verbs: string; readonly what: string; readonly names: string } {
  const resources = rule.resources.flatMap((each) => {
    const slash = each.indexOf('/');
    const [resource, subresource] = slash < 0 ? [each, undefined] : [each.slice(0, slash), each.slice(slash + 1)];
    return rule.apiGroups.map((group) => resourceWords({ group, resource, subresource }));
  });
  return {
    verbs: rule.verbs.join(', '),
    what: [...resources, ...rule.nonResourceURLs].join(', '),
    names: rule.resourceNames.join(', '),
  };
}
