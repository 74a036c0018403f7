import type { Manifest } from './read-manifests.ts';

/** What has to be there before what: an object of a kind waits for all of the lines above. What is not named comes at the end. */
const ORDER: readonly (readonly string[])[] = [
  ['Namespace'],
  ['CustomResourceDefinition'],
  ['PriorityClass', 'StorageClass', 'RuntimeClass', 'IngressClass', 'CSIDriver', 'VolumeSnapshotClass', 'GatewayClass'],
  ['ServiceAccount', 'ClusterRole', 'Role', 'PodSecurityPolicy'],
  ['ClusterRoleBinding', 'RoleBinding'],
  ['ResourceQuota', 'LimitRange', 'NetworkPolicy'],
  ['Secret', 'ConfigMap'],
  ['PersistentVolume'],
  ['PersistentVolumeClaim'],
  ['Service', 'Endpoints', 'EndpointSlice'],
  [
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'Pod',
    'PodTemplate',
    'Job',
    'CronJob',
  ],
];
/** They stand in the way of everything that comes after them. */
const LAST = new Set(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'APIService']);

/** Its place in the order; objects of one rank do not wait for each other. */
export function rankOf({ kind }: Pick<Manifest, 'kind'>): number {
  if (LAST.has(kind)) return ORDER.length + 1;
  const rank = ORDER.findIndex((kinds) => kinds.includes(kind));
  return rank < 0 ? ORDER.length : rank;
}

/** In the order in which they are applied: by what depends on what, then as they stand in the text. */
export function inApplyOrder<T extends Pick<Manifest, 'kind' | 'index'>>(manifests: readonly T[]): T[] {
  return [...manifests].sort((a, b) => rankOf(a) - rankOf(b) || a.index - b.index);
}
