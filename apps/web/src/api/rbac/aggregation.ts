import { isPicked } from '../match-selector.ts';
import { type PolicyRule, sameRule } from './policy-rule.ts';
import type { RbacRole, RbacSnapshot } from './rbac-snapshot.ts';

/** The ClusterRoles of whose rules an aggregated one is made, by name. */
export function partsOf(snapshot: RbacSnapshot, role: RbacRole): readonly RbacRole[] {
  if (role.kind !== 'ClusterRole' || role.aggregates.length === 0) return [];
  return clusterRoles(snapshot).filter((part) => part.name !== role.name && selects(role, part));
}

/** The aggregated ClusterRoles that take a ClusterRole's rules over, by name. */
export function wholesOf(snapshot: RbacSnapshot, role: RbacRole): readonly RbacRole[] {
  if (role.kind !== 'ClusterRole') return [];
  return clusterRoles(snapshot).filter((whole) => whole.name !== role.name && selects(whole, role));
}

/** Whence an aggregated role has a rule: names of the roles in which somebody wrote it. Empty for a rule of its own. */
export function sourcesOfRule(snapshot: RbacSnapshot, role: RbacRole, rule: PolicyRule): readonly string[] {
  if (role.aggregates.length === 0) return [];
  const found = new Set<string>();
  const seen = new Set([role.name]);
  const look = (whole: RbacRole): void => {
    for (const part of partsOf(snapshot, whole)) {
      if (seen.has(part.name)) continue;
      seen.add(part.name);
      if (part.aggregates.length > 0) look(part);
      else if (part.rules.some((each) => sameRule(each, rule))) found.add(part.name);
    }
  };
  look(role);
  return [...found].sort();
}

const selects = (whole: RbacRole, part: RbacRole) =>
  whole.aggregates.some((selector) => isPicked(part.labels, selector, 'selector'));

function clusterRoles({ roles }: RbacSnapshot): readonly RbacRole[] {
  return [...roles.values()].filter(({ kind }) => kind === 'ClusterRole').sort((a, b) => (a.name < b.name ? -1 : 1));
}
