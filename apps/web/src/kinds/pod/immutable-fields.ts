/** Of a pod only images, the deadline and added tolerations may change. */
const OF_SPEC = [
  'dnsPolicy',
  'hostNetwork',
  'nodeName',
  'nodeSelector',
  'restartPolicy',
  'serviceAccountName',
  'volumes',
];
const OF_CONTAINERS = [
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

/** What nobody can change in a pod once it is there. */
export const IMMUTABLE_OF_PODS: readonly string[] = [
  ...OF_SPEC.map((field) => `spec.${field}`),
  ...OF_CONTAINERS.map((field) => `spec.containers.[].${field}`),
];
