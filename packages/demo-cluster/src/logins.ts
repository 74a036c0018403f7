import type { Tokens } from './auth/tokens.ts';
import { notFound } from './status-error.ts';
import type { ClusterStore, DemoObject } from './store.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ACCOUNTS = { group: '', resource: 'serviceaccounts' };
const SHOP = 'shop';
/** Long enough for a demo that is left running over a weekend. */
const LOGIN_SECONDS = 7 * 24 * 3600;

export interface Login {
  readonly id: 'admin' | 'developer' | 'viewer';
  readonly label: string;
  readonly description: string;
  readonly namespace?: string;
  readonly token: string;
}

interface LoginKind extends Omit<Login, 'token'> {
  /** namespace of the ServiceAccount */
  readonly home: string;
  readonly role: string;
}

const LOGINS: readonly LoginKind[] = [
  {
    id: 'admin',
    label: 'Cluster admin',
    description: 'May do everything in the whole cluster.',
    home: 'kube-system',
    role: 'cluster-admin',
  },
  {
    id: 'developer',
    label: 'Namespace developer',
    description: 'Works in the namespace shop and sees nothing else.',
    namespace: SHOP,
    home: SHOP,
    role: 'edit',
  },
  {
    id: 'viewer',
    label: 'Viewer',
    description: 'May look at the workloads of every namespace; no secrets, no shells, no changes.',
    home: 'kube-public',
    role: 'view',
  },
];

/** Makes the accounts of the ready logins and what they may do. The admin's account lives where no other login can ask for its token. */
export function seedLogins(store: ClusterStore): void {
  if (!store.get({ group: '', resource: 'namespaces' }, undefined, SHOP))
    store.create({ group: '', resource: 'namespaces' }, { metadata: { name: SHOP } });
  for (const { id, home, role, namespace } of LOGINS) {
    store.create(ACCOUNTS, { metadata: { name: id, namespace: home } });
    const binding = {
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: id, namespace: home }],
    };
    const name = `demo-${id}`;
    if (namespace === undefined)
      store.create({ group: RBAC, resource: 'clusterrolebindings' }, { metadata: { name }, ...binding });
    else store.create({ group: RBAC, resource: 'rolebindings' }, { metadata: { name, namespace }, ...binding });
  }
}

/** Fresh tokens for the ready logins. */
export function issueLogins(store: ClusterStore, tokens: Tokens): Login[] {
  return LOGINS.map(({ id, label, description, namespace, home }) => {
    const account: DemoObject | undefined = store.get(ACCOUNTS, home, id);
    if (!account) throw notFound(ACCOUNTS, id);
    const { token } = tokens.issue(account, { expirationSeconds: LOGIN_SECONDS });
    return { id, label, description, ...(namespace === undefined ? {} : { namespace }), token };
  });
}
