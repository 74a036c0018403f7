/** A version of a kind that a cluster does not serve. */
export interface RemovedVersion {
  readonly kind: string;
  readonly from: string;
  /** the apiVersion that the cluster serves in its place; undefined: there is none */
  readonly to: string | undefined;
  /** of Kubernetes, from which on the old one is gone: "1.22" */
  readonly since: string;
}

type Row = readonly [from: string, kinds: string, to: string | undefined, since: string];

// the deprecation guide of Kubernetes (kubernetes.io/docs/reference/using-api/deprecation-guide)
const ROWS: readonly Row[] = [
  ['extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', 'apps/v1', '1.16'],
  ['extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1', '1.22'],
  ['extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1', '1.16'],
  ['extensions/v1beta1', 'PodSecurityPolicy', undefined, '1.16'],
  ['apps/v1beta1', 'Deployment StatefulSet ControllerRevision', 'apps/v1', '1.16'],
  ['apps/v1beta2', 'Deployment StatefulSet DaemonSet ReplicaSet ControllerRevision', 'apps/v1', '1.16'],
  ['networking.k8s.io/v1beta1', 'Ingress IngressClass', 'networking.k8s.io/v1', '1.22'],
  ['settings.k8s.io/v1alpha1', 'PodPreset', undefined, '1.20'],
  ['batch/v2alpha1', 'CronJob', 'batch/v1', '1.21'],
  ['batch/v1beta1', 'CronJob', 'batch/v1', '1.25'],
  ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1', '1.25'],
  ['policy/v1beta1', 'PodSecurityPolicy', undefined, '1.25'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 'autoscaling/v2', '1.25'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2', '1.26'],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 'apiextensions.k8s.io/v1', '1.22'],
  [
    'rbac.authorization.k8s.io/v1alpha1',
    'Role ClusterRole RoleBinding ClusterRoleBinding',
    'rbac.authorization.k8s.io/v1',
    '1.22',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'Role ClusterRole RoleBinding ClusterRoleBinding',
    'rbac.authorization.k8s.io/v1',
    '1.22',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingWebhookConfiguration MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    '1.22',
  ],
  ['apiregistration.k8s.io/v1beta1', 'APIService', 'apiregistration.k8s.io/v1', '1.22'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', 'scheduling.k8s.io/v1', '1.22'],
  ['storage.k8s.io/v1beta1', 'StorageClass CSIDriver CSINode VolumeAttachment', 'storage.k8s.io/v1', '1.22'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 'storage.k8s.io/v1', '1.27'],
  ['coordination.k8s.io/v1beta1', 'Lease', 'coordination.k8s.io/v1', '1.22'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', 'node.k8s.io/v1', '1.25'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', 'discovery.k8s.io/v1', '1.25'],
  ['events.k8s.io/v1beta1', 'Event', 'events.k8s.io/v1', '1.25'],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 'certificates.k8s.io/v1', '1.22'],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
    '1.26',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
    '1.29',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io/v1',
    '1.32',
  ],
];

/**
 * What a cluster serves in place of a version that is gone from it (OPS-069); undefined where the version is served, or is none that
 * was ever removed.
 */
export function removedVersion(
  apiVersion: string,
  kind: string,
  isServed: (apiVersion: string, kind: string) => boolean,
): RemovedVersion | undefined {
  if (isServed(apiVersion, kind)) return undefined;
  const row = ROWS.find(([from, kinds]) => from === apiVersion && kinds.split(' ').includes(kind));
  if (row === undefined) return undefined;
  const [from, , to, since] = row;
  // an old cluster may not have the successor yet, a newer one calls it something else
  if (to !== undefined && !isServed(to, kind)) return undefined;
  return { kind, from, to, since };
}
