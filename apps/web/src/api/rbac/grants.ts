import { sourcesOfRule } from './aggregation.ts';
import { type PolicyRule, ruleAllows } from './policy-rule.ts';
import { isAbsent, type RbacBinding, type RbacRole, type RbacSnapshot, roleOf } from './rbac-snapshot.ts';
import type { RightQuestion } from './right-question.ts';
import { type Asker, MASTERS, means, type Subject } from './subject.ts';

/** A binding that gives something to a subject. */
interface Grant {
  /** as the binding names it: the asker, or a group that they are in */
  readonly subject: Subject;
  readonly binding: RbacBinding;
}

/** How a right comes to somebody: subject ← binding ← role ← rule. */
export interface Chain extends Grant {
  readonly role: RbacRole;
  readonly rule: PolicyRule;
  /** the ClusterRoles from which an aggregated one has the rule */
  readonly sources: readonly string[];
}

/** A binding of which nothing can be said. */
export interface OpenGrant extends Grant {
  /** absent: there is no such role, so it gives nothing (until somebody makes one) · unread: it could not be read */
  readonly why: 'absent' | 'unread';
}

/** What the roles say to a question. */
export interface Verdict {
  readonly allowed: boolean;
  /** by a group that may do everything whatever the roles say */
  readonly master: boolean;
  readonly chains: readonly Chain[];
  /** bindings that might give it, if their roles could be read */
  readonly open: readonly OpenGrant[];
}

/** The bindings that mean who asks. */
export function grantsOf(snapshot: RbacSnapshot, asker: Asker): readonly Grant[] {
  return snapshot.bindings.flatMap((binding) => {
    const subject = binding.subjects.find((one) => means(one, asker));
    return subject === undefined ? [] : [{ subject, binding }];
  });
}

/** Whether a binding counts for a question: one of a namespace neither for other namespaces nor for the whole cluster. */
export function isInScope({ namespace }: RbacBinding, question: RightQuestion): boolean {
  return namespace === '' || (!('path' in question) && namespace === question.namespace);
}

/** Whether who asks may do it, as far as roles decide, and by which chains. */
export function judge(snapshot: RbacSnapshot, asker: Asker, question: RightQuestion): Verdict {
  const grants = grantsOf(snapshot, asker).filter(({ binding }) => isInScope(binding, question));
  const chains = grants.flatMap((grant) => chainsOf(snapshot, grant, question));
  const master = asker.groups.includes(MASTERS);
  return {
    allowed: master || chains.length > 0,
    master,
    chains,
    open: grants.flatMap((grant) => openGrant(snapshot, grant)).filter(({ why }) => why === 'unread'),
  };
}

/** The first rule of a binding's role that allows it, as a chain: one is enough for each binding. */
function chainsOf(snapshot: RbacSnapshot, { subject, binding }: Grant, question: RightQuestion): readonly Chain[] {
  const role = roleOf(snapshot, binding);
  const rule = role?.rules.find((each) => ruleAllows(each, question));
  if (role === undefined || rule === undefined) return [];
  return [{ subject, binding, role, rule, sources: sourcesOfRule(snapshot, role, rule) }];
}

/** The grant as an open one; nothing where its role is known. */
export function openGrant(snapshot: RbacSnapshot, { subject, binding }: Grant): readonly OpenGrant[] {
  if (roleOf(snapshot, binding) !== undefined) return [];
  return [{ subject, binding, why: isAbsent(snapshot, binding) ? 'absent' : 'unread' }];
}
