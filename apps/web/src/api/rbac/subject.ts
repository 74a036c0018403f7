/** Whom a binding names. */
export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  /** of a ServiceAccount; "" for users and groups */
  readonly namespace: string;
  readonly name: string;
}

/** Who asks, as the API server's authorisers see it. */
export interface Asker {
  /** "" where only a group is known */
  readonly user: string;
  readonly groups: readonly string[];
}

const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const ALL_ACCOUNTS = 'system:serviceaccounts';
/** May do everything before any role is looked at. */
export const MASTERS = 'system:masters';

export const accountUser = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;

/** An identity of a subject, for maps and addresses: names hold no "/", which users may. */
export const subjectId = ({ kind, namespace, name }: Subject) => `${kind}/${namespace}/${name}`;

/** The inverse of {@link subjectId}; undefined for what is none. */
export function parseSubjectId(id: string): Subject | undefined {
  const [, kind, namespace = '', name = ''] = /^(User|Group|ServiceAccount)\/([^/]*)\/(.+)$/s.exec(id) ?? [];
  return kind === 'User' || kind === 'Group' || kind === 'ServiceAccount' ? { kind, namespace, name } : undefined;
}

/** The subject of a user's name: accounts have names of their own kind. */
function subjectOfUser(user: string): Subject {
  const [, namespace, name] = ACCOUNT.exec(user) ?? [];
  return namespace !== undefined && name !== undefined
    ? { kind: 'ServiceAccount', namespace, name }
    : { kind: 'User', namespace: '', name: user };
}

/**
 * Who a subject is when it asks: itself and the groups that the API server puts everybody into who signs in that way. The groups that
 * a certificate or an identity provider adds are not in the cluster's objects: `more` names them.
 */
export function askerOf(subject: Subject, more: readonly string[] = []): Asker {
  const { kind, namespace, name } = subject;
  if (kind === 'ServiceAccount')
    return {
      user: accountUser(namespace, name),
      groups: [ALL_ACCOUNTS, `${ALL_ACCOUNTS}:${namespace}`, AUTHENTICATED, ...more],
    };
  if (kind === 'Group') return { user: '', groups: [...new Set([name, ...groupsAbove(name), ...more])] };
  const account = subjectOfUser(name);
  if (account.kind === 'ServiceAccount') return askerOf(account, more);
  return { user: name, groups: [name === 'system:anonymous' ? UNAUTHENTICATED : AUTHENTICATED, ...more] };
}

/** The groups that whoever is in a group is in as well. */
function groupsAbove(group: string): readonly string[] {
  if (group === UNAUTHENTICATED) return [];
  return group.startsWith(`${ALL_ACCOUNTS}:`) ? [ALL_ACCOUNTS, AUTHENTICATED] : [AUTHENTICATED];
}

/** Whether a subject of a binding means who asks. */
export function means({ kind, namespace, name }: Subject, { user, groups }: Asker): boolean {
  switch (kind) {
    case 'User':
      return user !== '' && name === user;
    case 'Group':
      return groups.includes(name);
    case 'ServiceAccount':
      return namespace !== '' && user === accountUser(namespace, name);
  }
}

const KIND_ORDER = { Group: 0, User: 1, ServiceAccount: 2 } as const;

/** Groups first, since they mean most people; then users, then accounts, each by name. */
export function compareSubjects(a: Subject, b: Subject): number {
  const text = (one: Subject) => `${one.namespace}/${one.name}`;
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || text(a).localeCompare(text(b), 'en');
}
