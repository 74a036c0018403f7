import type { Problem } from '@quarterdeck/shared/problem';
import { entriesAt, listAt, textAt } from '../read-field.ts';
import { type PolicyRule, readRule } from './policy-rule.ts';
import { type Subject, subjectId } from './subject.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** A Role or ClusterRole. */
export interface RbacRole {
  readonly kind: 'Role' | 'ClusterRole';
  /** "" for a ClusterRole */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
  /** label selectors of the ClusterRoles whose rules it is made of */
  readonly aggregates: readonly unknown[];
}

/** A RoleBinding or ClusterRoleBinding. */
export interface RbacBinding {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  /** where it grants; "" is everywhere */
  readonly namespace: string;
  readonly name: string;
  readonly role: { readonly kind: string; readonly name: string };
  readonly subjects: readonly Subject[];
}

type RbacPlural = 'roles' | 'clusterroles' | 'rolebindings' | 'clusterrolebindings' | 'serviceaccounts';

/** A list that could not be read, so that what is said may lack something. */
export interface RbacGap {
  readonly plural: RbacPlural;
  /** undefined: of the whole cluster */
  readonly namespace: string | undefined;
  readonly problem: Problem;
}

/** The roles and bindings of a cluster, as far as a person may read them. */
export interface RbacSnapshot {
  /** by {@link roleId} */
  readonly roles: ReadonlyMap<string, RbacRole>;
  readonly bindings: readonly RbacBinding[];
  /** service accounts, whether anything is bound to them or not */
  readonly accounts: readonly Subject[];
  readonly gaps: readonly RbacGap[];
  /** the namespaces that were read one by one, as not all of them may be read at once; null: all */
  readonly namespaces: readonly string[] | null;
}

/** Where a role is found in a snapshot; namespace "" for ClusterRoles. */
export const roleId = (kind: string, namespace: string, name: string) =>
  kind === 'Role' ? `Role/${namespace}/${name}` : `ClusterRole//${name}`;

/** The role that a binding names; undefined where it is not there, or could not be read. */
export function roleOf(snapshot: RbacSnapshot, { namespace, role }: RbacBinding): RbacRole | undefined {
  return snapshot.roles.get(roleId(role.kind, namespace, role.name));
}

/** Whether a role that a binding names is surely not in the cluster, rather than not to be read. */
export function isAbsent(snapshot: RbacSnapshot, binding: RbacBinding): boolean {
  if (roleOf(snapshot, binding) !== undefined) return false;
  const isGap = (plural: RbacPlural, namespace?: string) =>
    snapshot.gaps.some((gap) => gap.plural === plural && gap.namespace === namespace);
  if (binding.role.kind !== 'Role') return !isGap('clusterroles');
  if (!isGap('roles')) return true;
  const { namespace } = binding;
  return snapshot.namespaces?.includes(namespace) === true && !isGap('roles', namespace);
}

/** A role as the server has it. */
export function readRole(kind: RbacRole['kind'], source: unknown): RbacRole {
  return {
    kind,
    namespace: kind === 'Role' ? textAt(source, 'metadata.namespace') : '',
    name: textAt(source, 'metadata.name'),
    labels: Object.fromEntries(entriesAt(source, 'metadata.labels').map(([key, value]) => [key, String(value)])),
    rules: listAt(source, 'rules').map(readRule),
    aggregates: listAt(source, 'aggregationRule.clusterRoleSelectors'),
  };
}

/**
 * A binding as the server has it, each subject once. A service account without a namespace is one of the binding's own, and where that
 * has none it is nobody.
 */
export function readBinding(kind: RbacBinding['kind'], source: unknown): RbacBinding {
  const namespace = kind === 'RoleBinding' ? textAt(source, 'metadata.namespace') : '';
  const subjects = listAt(source, 'subjects').flatMap((subject): Subject[] => {
    const of = textAt(subject, 'kind');
    const name = textAt(subject, 'name');
    if (of === 'User' || of === 'Group') return [{ kind: of, namespace: '', name }];
    const home = textAt(subject, 'namespace') || namespace;
    return of === 'ServiceAccount' && home !== '' ? [{ kind: of, namespace: home, name }] : [];
  });
  return {
    kind,
    namespace,
    name: textAt(source, 'metadata.name'),
    role: { kind: textAt(source, 'roleRef.kind'), name: textAt(source, 'roleRef.name') },
    subjects: [...new Map(subjects.map((subject) => [subjectId(subject), subject] as const)).values()],
  };
}

/** A snapshot of objects that are all there is. */
export function snapshotOf(
  roles: readonly RbacRole[],
  bindings: readonly RbacBinding[],
  accounts: readonly Subject[] = [],
): RbacSnapshot {
  return {
    roles: new Map(roles.map((role) => [roleId(role.kind, role.namespace, role.name), role])),
    bindings,
    accounts,
    gaps: [],
    namespaces: null,
  };
}
