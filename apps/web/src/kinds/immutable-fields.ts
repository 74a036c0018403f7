import type { GroupVersionKind } from '../api/schema/schema-node.ts';

const SELECTOR = 'spec.selector';
/** a volume of a claim is chosen once */
const CLAIM = [
  'accessModes',
  'dataSource',
  'dataSourceRef',
  'selector',
  'storageClassName',
  'volumeMode',
  'volumeName',
];
/** of a pod only images, the deadline and added tolerations may change */
const POD = ['dnsPolicy', 'hostNetwork', 'nodeName', 'nodeSelector', 'restartPolicy', 'serviceAccountName', 'volumes'];
const CONTAINER = [
  'args',
  'command',
  'env',
  'envFrom',
  'livenessProbe',
  'name',
  'ports',
  'readinessProbe',
  'volumeMounts',
];

const paths = (start: string, fields: readonly string[]) => fields.map((field) => `${start}.${field}`);

/**
 * Fields that the API server lets nobody change although their schema does not say so, by group and kind. "[]" stands for an
 * item of a list. Data for the editor's marks, loaded with it; the server's answer is the law.
 */
const IMMUTABLE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '': {
    PersistentVolumeClaim: paths('spec', CLAIM),
    Pod: [...paths('spec', POD), ...paths('spec.containers.[]', CONTAINER)],
    Secret: ['type'],
    Service: ['spec.clusterIP', 'spec.clusterIPs'],
  },
  apps: {
    DaemonSet: [SELECTOR],
    Deployment: [SELECTOR],
    ReplicaSet: [SELECTOR],
    StatefulSet: [SELECTOR, 'spec.podManagementPolicy', 'spec.serviceName', 'spec.volumeClaimTemplates'],
  },
  'apiextensions.k8s.io': {
    CustomResourceDefinition: ['spec.group', 'spec.names.kind', 'spec.names.plural', 'spec.scope'],
  },
  batch: { Job: [SELECTOR, 'spec.completionMode', 'spec.template'] },
  'networking.k8s.io': { IngressClass: ['spec.controller'] },
  'rbac.authorization.k8s.io': { ClusterRoleBinding: ['roleRef'], RoleBinding: ['roleRef'] },
  'scheduling.k8s.io': { PriorityClass: ['preemptionPolicy', 'value'] },
  'storage.k8s.io': { StorageClass: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] },
};

/** Paths of a kind that cannot be changed once they are set. */
export function immutableFields({ group, kind }: GroupVersionKind): readonly string[] {
  return IMMUTABLE[group]?.[kind] ?? [];
}
