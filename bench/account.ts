import { type KubeApi, until } from '../e2e/fixtures/kube-api.ts';

/** Sorts before every other namespace, so that its rows are on the screen of a list of everything. */
export const NAMESPACE = '0-qd-bench';

/** A cluster admin of the bench's own; returns a token. */
export async function openAccount(api: KubeApi): Promise<string> {
  await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await api.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'bench', namespace: NAMESPACE },
  });
  await api.create('clusterrolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'qd-bench' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'bench', namespace: NAMESPACE }],
  });
  return until('a token', () => api.token(NAMESPACE, 'bench'));
}

export async function closeAccount(api: KubeApi): Promise<void> {
  await api.delete('rbac.authorization.k8s.io/v1', 'clusterrolebindings', undefined, 'qd-bench');
  await api.delete('v1', 'namespaces', undefined, NAMESPACE);
}
