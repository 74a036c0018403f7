import { shellWord } from '../../../actions/kubectl-command.ts';
import type { PlannedObject } from '../plan/planned-object.ts';
import {
  accountNameFault,
  namespaceNameFault,
  RBAC_GROUP,
  RBAC_VERSION,
  rbacNameFault,
  subjectObject,
} from '../rbac-names.ts';
import { tokenSecretPlan } from '../token/token-request.ts';

/** What a login wizard asks for. */
export interface LoginInput {
  /** namespace: a part of the cluster · cluster: all of it, as cluster-admin */
  readonly scope: 'namespace' | 'cluster';
  readonly namespace: string;
  readonly account: string;
  /** name of a ClusterRole */
  readonly role: string;
  readonly binding: string;
  /** seconds; null: until it is deleted, by a Secret */
  readonly lifetime: number | null;
}

export type LoginFault = readonly [field: 'namespace' | 'account' | 'role' | 'binding', fault: string];

/** Names of a namespace's login as people have long given them: namespace aezo-test, account sa-aezo-admin, binding test:sa-aezo-admin. */
export function bindingNameFor({ scope, namespace, account, role }: Omit<LoginInput, 'binding' | 'lifetime'>): string {
  if (account === '') return '';
  return scope === 'cluster' ? account : `${role === '' ? namespace : role}:${account}`;
}

export function loginFault({ namespace, account, role, binding }: LoginInput): LoginFault | undefined {
  const faults = [
    ['namespace', namespaceNameFault(namespace)],
    ['account', accountNameFault(account)],
    ['role', rbacNameFault(role)],
    ['binding', rbacNameFault(binding)],
  ] as const;
  for (const [field, fault] of faults) if (fault !== undefined) return [field, fault];
  return undefined;
}

/** Namespace, ServiceAccount, binding, and a Secret where the token is to live as long as the account. */
export function loginPlan(input: LoginInput): readonly PlannedObject[] {
  const { scope, namespace, account, role, binding, lifetime } = input;
  const inCluster = scope === 'cluster';
  const word = shellWord;
  const who = `--serviceaccount=${word(`${namespace}:${account}`)}`;
  const kind = inCluster ? 'ClusterRoleBinding' : 'RoleBinding';
  return [
    {
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      resource: 'namespaces',
      mayExist: true,
      command: `kubectl create namespace ${word(namespace)}`,
    },
    {
      object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } },
      resource: 'serviceaccounts',
      mayExist: true,
      command: `kubectl create serviceaccount ${word(account)} -n ${word(namespace)}`,
    },
    {
      object: {
        apiVersion: RBAC_VERSION,
        kind,
        metadata: inCluster ? { name: binding } : { name: binding, namespace },
        roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role },
        subjects: [subjectObject({ kind: 'ServiceAccount', name: account, namespace })],
      },
      resource: inCluster ? 'clusterrolebindings' : 'rolebindings',
      command: `kubectl create ${kind.toLowerCase()} ${word(binding)} --clusterrole=${word(role)} ${who}${inCluster ? '' : ` -n ${word(namespace)}`}`,
    },
    ...(lifetime === null ? [tokenSecretPlan(namespace, account)] : []),
  ];
}
