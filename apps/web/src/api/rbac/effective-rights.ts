import { sourcesOfRule } from './aggregation.ts';
import { type Chain, grantsOf, type OpenGrant, openGrant } from './grants.ts';
import { type RbacBinding, type RbacRole, type RbacSnapshot, roleOf } from './rbac-snapshot.ts';
import { type Risk, risksOfRule, risksOfRules, summedRisks } from './risk.ts';
import { type Asker, compareSubjects, MASTERS, type Subject, subjectId } from './subject.ts';

/** One rule that holds for somebody, where it holds, and how it came to them. */
export interface Right extends Chain {
  /** the namespace; "" is the whole cluster */
  readonly scope: string;
  readonly risks: readonly Risk[];
}

/** All that somebody may do, as far as roles decide and could be read. */
export interface EffectiveRights {
  readonly rights: readonly Right[];
  /** bindings to roles that are not there, or could not be read */
  readonly open: readonly OpenGrant[];
  /** in a group that may do everything without any role */
  readonly master: boolean;
}

/** Every rule of every role that is bound to who asks, those of the whole cluster first. */
export function rightsOf(snapshot: RbacSnapshot, asker: Asker): EffectiveRights {
  const grants = grantsOf(snapshot, asker);
  const rights = grants.flatMap(({ subject, binding }): Right[] => {
    const role = roleOf(snapshot, binding);
    if (role === undefined) return [];
    const scope = binding.namespace;
    return role.rules
      .filter(({ nonResourceURLs }) => scope === '' || nonResourceURLs.length === 0)
      .map((rule) => ({
        subject,
        binding,
        role,
        rule,
        scope,
        sources: sourcesOfRule(snapshot, role, rule),
        risks: risksOfRule(rule, scope),
      }));
  });
  const place = ({ scope, binding }: Right) => `${scope}\u0000${binding.name}`;
  return {
    rights: rights.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0)),
    open: grants.flatMap((grant) => openGrant(snapshot, grant)),
    master: asker.groups.includes(MASTERS),
  };
}

/** A subject that occurs in the cluster, and what stands out about it. */
export interface KnownSubject {
  readonly subject: Subject;
  /** bindings that name it itself */
  readonly bindings: number;
  /** of those bindings, the gravest first */
  readonly risks: readonly Risk[];
}

/** Everybody whom a binding names, and every service account; groups first. */
export function knownSubjects(snapshot: RbacSnapshot): readonly KnownSubject[] {
  const found = new Map<string, { subject: Subject; bindings: number; risks: Risk[] }>();
  const entryOf = (subject: Subject) => {
    const id = subjectId(subject);
    const entry = found.get(id) ?? { subject, bindings: 0, risks: [] };
    found.set(id, entry);
    return entry;
  };
  for (const account of snapshot.accounts) entryOf(account);
  const risksOf = risksByRole(snapshot);
  for (const binding of snapshot.bindings)
    for (const subject of binding.subjects) {
      const entry = entryOf(subject);
      entry.bindings += 1;
      entry.risks.push(...risksOf(binding));
    }
  return [...found.values()]
    .map(({ subject, bindings, risks }) => ({ subject, bindings, risks: summedRisks(risks) }))
    .sort((a, b) => compareSubjects(a.subject, b.subject));
}

/** What the role of a binding risks where the binding grants it; a role is looked at once for each of the two. */
function risksByRole(snapshot: RbacSnapshot): (binding: RbacBinding) => readonly Risk[] {
  const known = new Map<RbacRole, { wide?: readonly Risk[]; narrow?: readonly Risk[] }>();
  return (binding) => {
    const role = roleOf(snapshot, binding);
    if (role === undefined) return [];
    const entry = known.get(role) ?? {};
    known.set(role, entry);
    const width = binding.namespace === '' ? 'wide' : 'narrow';
    entry[width] ??= risksOfRules(role.rules, binding.namespace);
    return entry[width];
  };
}
