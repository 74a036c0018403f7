import { KEYS } from '../controllers/kinds.ts';
import { DAY } from './backdated.ts';
import type { SeedObject } from './shop-objects.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** Accounts and rules of the shop's teams; one name has a colon, as names of RBAC objects may. */
export const SHOP_ACCESS: readonly SeedObject[] = [
  [
    KEYS.ServiceAccount,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'deployer', namespace: 'shop' } },
    10 * DAY,
  ],
  [
    KEYS.Role,
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'Role',
      metadata: { name: 'deployer', namespace: 'shop' },
      rules: [
        {
          apiGroups: ['apps'],
          resources: ['deployments', 'statefulsets'],
          verbs: ['get', 'list', 'watch', 'update', 'patch'],
        },
        { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
      ],
    },
    10 * DAY,
  ],
  [
    KEYS.RoleBinding,
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'deployer', namespace: 'shop' },
      roleRef: { apiGroup: GROUP, kind: 'Role', name: 'deployer' },
      subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' }],
    },
    10 * DAY,
  ],
  [
    KEYS.ClusterRole,
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'dev:node-reader' },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }],
    },
    10 * DAY,
  ],
  [
    KEYS.ServiceAccount,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'cluster-sa', namespace: 'kube-system' } },
    12 * DAY,
  ],
  [
    KEYS.ClusterRoleBinding,
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'dev:cluster-sa-admin' },
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'cluster-sa', namespace: 'kube-system' }],
    },
    12 * DAY,
  ],
];
