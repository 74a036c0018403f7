import type { KubeObject } from '../../api/kube-object.ts';
import { entriesAt, listAt, textAt } from '../../api/read-field.ts';

/** A role that a binding gives to a service account. */
export interface Grant {
  readonly binding: {
    readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
    readonly namespace: string;
    readonly name: string;
  };
  readonly role: { readonly kind: string; readonly name: string };
  /** where it holds; "" in the whole cluster */
  readonly scope: string;
  /** the group by which the account has it; "" when it is named itself */
  readonly group: string;
}

/** The groups that every service account of a namespace is in (authentication.k8s.io). */
function groupsOf(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
}

/** What the bindings give to an account: by its name, by its user name, or by a group that it is in. */
export function grantsOf(bindings: readonly unknown[], namespace: string, name: string): readonly Grant[] {
  const groups = groupsOf(namespace);
  const user = `system:serviceaccount:${namespace}:${name}`;
  return bindings.flatMap((binding): Grant[] => {
    const scope = textAt(binding, 'metadata.namespace');
    const subjects = listAt(binding, 'subjects');
    const named = subjects.some((subject) =>
      textAt(subject, 'kind') === 'ServiceAccount'
        ? textAt(subject, 'name') === name && (textAt(subject, 'namespace') || scope) === namespace
        : textAt(subject, 'kind') === 'User' && textAt(subject, 'name') === user,
    );
    const group = subjects
      .filter((subject) => textAt(subject, 'kind') === 'Group')
      .map((subject) => textAt(subject, 'name'))
      .find((each) => groups.includes(each));
    if (!named && group === undefined) return [];
    return [
      {
        binding: {
          kind: scope === '' ? 'ClusterRoleBinding' : 'RoleBinding',
          namespace: scope,
          name: textAt(binding, 'metadata.name'),
        },
        role: { kind: textAt(binding, 'roleRef.kind'), name: textAt(binding, 'roleRef.name') },
        scope,
        group: named ? '' : (group ?? ''),
      },
    ];
  });
}

/** The secrets that hold a token of the account: of its type, and for this very object rather than one of its name before it. */
export function tokensOf(secrets: readonly unknown[], account: KubeObject): readonly string[] {
  return secrets
    .filter((secret) => {
      const annotations = new Map(entriesAt(secret, 'metadata.annotations'));
      const uid = annotations.get('kubernetes.io/service-account.uid');
      return (
        annotations.get('kubernetes.io/service-account.name') === account.metadata.name &&
        (uid === undefined || uid === account.metadata.uid)
      );
    })
    .map((secret) => textAt(secret, 'metadata.name'));
}
