import { sourcesOfRule } from './aggregation.ts';
import { type Chain, isInScope, type OpenGrant, openGrant } from './grants.ts';
import { type PolicyRule, ruleAllows } from './policy-rule.ts';
import { type RbacRole, type RbacSnapshot, roleOf } from './rbac-snapshot.ts';
import type { RightQuestion } from './right-question.ts';
import { compareSubjects, MASTERS, type Subject, subjectId } from './subject.ts';

/** Somebody who may do it, and by which bindings. */
interface Holder {
  readonly subject: Subject;
  /** empty for the group that may do everything without a role */
  readonly chains: readonly Chain[];
}

/** Who may do something, as far as the roles and bindings could be read. */
export interface WhoCan {
  readonly holders: readonly Holder[];
  /** subjects of bindings whose roles could not be read */
  readonly open: readonly OpenGrant[];
}

/**
 * Everybody to whom bindings give a right, groups among them: their members are not in the cluster's objects. `anywhere` counts the
 * bindings of every namespace, for "in which namespaces may somebody do it".
 */
export function whoCan(
  snapshot: RbacSnapshot,
  question: RightQuestion,
  { anywhere = false }: { readonly anywhere?: boolean } = {},
): WhoCan {
  const holders = new Map<string, { subject: Subject; chains: Chain[] }>();
  const open = new Map<string, OpenGrant>();
  const master: Subject = { kind: 'Group', namespace: '', name: MASTERS };
  holders.set(subjectId(master), { subject: master, chains: [] });
  const found = new Map<RbacRole, { rule: PolicyRule; sources: readonly string[] } | undefined>();
  const look = (role: RbacRole) => {
    if (!found.has(role)) {
      const rule = role.rules.find((each) => ruleAllows(each, question));
      found.set(role, rule && { rule, sources: sourcesOfRule(snapshot, role, rule) });
    }
    return found.get(role);
  };
  const reaches = anywhere && !('path' in question) ? () => true : isInScope;
  for (const binding of snapshot.bindings) {
    if (!reaches(binding, question)) continue;
    const role = roleOf(snapshot, binding);
    const given = role && look(role);
    for (const subject of binding.subjects) {
      const id = subjectId(subject);
      if (role === undefined) {
        for (const grant of openGrant(snapshot, { subject, binding }))
          if (grant.why === 'unread') open.set(`${id} ${binding.kind}/${binding.namespace}/${binding.name}`, grant);
      } else if (given !== undefined) {
        const holder = holders.get(id) ?? { subject, chains: [] };
        holder.chains.push({ subject, binding, role, ...given });
        holders.set(id, holder);
      }
    }
  }
  return {
    holders: [...holders.values()].sort((a, b) => compareSubjects(a.subject, b.subject)),
    open: [...open.values()].sort((a, b) => compareSubjects(a.subject, b.subject)),
  };
}
