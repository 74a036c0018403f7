import type { Scenario } from '../scenarios/scenario.ts';

const apply = (yaml: string): string => `kubectl apply -f - <<'EOF'\n${yaml}\nEOF`;
const CLASS = 'there is no storage class to begin with';

/** What holds workloads, storage, services and rights. */
export const WORKLOAD_CASES: readonly Scenario[] = [
  {
    id: 'T-70',
    title: 'scaling a ReplicaSet that a Deployment owns',
    steps: [
      {
        id: 'T-70',
        line: 'kubectl create deployment web --image=nginx:1.14-alpine',
        prints: 'deployment.apps/web created',
      },
      {
        id: 'T-70',
        line: 'until kubectl scale $(kubectl get rs -o name) --replicas=3; do :; done',
        prints: '…\nreplicaset.apps/web-<hash> scaled',
      },
      {
        id: 'T-70',
        line: 'kubectl get rs --no-headers',
        sees: 'web-<hash> 1 1 <number> <age>',
      },
      { id: 'T-71', line: 'kubectl scale deployment web --replicas=0', prints: 'deployment.apps/web scaled' },
      { id: 'T-71', line: 'kubectl get deployment web --no-headers', sees: 'web 0/0 0 0 <age>' },
    ],
  },
  {
    id: 'T-34',
    title: 'a claim that no volume fits',
    steps: [
      {
        id: 'T-34',
        line: apply(`apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], storageClassName: not-there, resources: { requests: { storage: 1Gi } } }`),
        prints: 'persistentvolumeclaim/data created',
      },
      { id: 'T-34', line: 'kubectl get pvc data --no-headers', sees: 'data Pending not-there <text><age>' },
      {
        id: 'T-34',
        line: 'kubectl describe pvc data | grep -m 1 ProvisioningFailed',
        sees: 'Warning ProvisioningFailed <text> storageclass.storage.k8s.io "not-there" not found',
      },
    ],
  },
  {
    id: 'T-86',
    title: 'a StorageClass that cannot be changed',
    steps: [
      {
        id: 'T-86',
        line: `kubectl patch storageclass standard -p '{"reclaimPolicy":"Retain"}'`,
        code: 1,
        demoOnly: CLASS,
        prints: 'The StorageClass "standard" is invalid: reclaimPolicy: <text>: <text>',
      },
    ],
  },
  {
    id: 'T-80',
    title: 'a node port outside the range',
    steps: [
      {
        id: 'T-80',
        line: 'kubectl create service nodeport it --tcp=80 --node-port=80',
        code: 1,
        prints:
          '<text> is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
      },
    ],
  },
  {
    id: 'T-40',
    title: 'no role bound',
    steps: [
      {
        id: 'T-40',
        line: 'kubectl get pods --as aezo',
        code: 1,
        prints:
          'Error from server (Forbidden): pods is forbidden: User "aezo" cannot list resource "pods" in API group "" in the namespace "<ns>"',
      },
    ],
  },
  {
    id: 'D-17',
    title: 'words of the API server for what is there, and for a name that is none',
    steps: [
      { id: 'D-19', line: 'kubectl create configmap it', prints: 'configmap/it created' },
      {
        id: 'D-19',
        line: 'kubectl create configmap it',
        code: 1,
        prints: '<text>configmaps "it" already exists',
      },
      {
        id: 'D-23',
        line: 'kubectl create configmap Not_A_Name',
        code: 1,
        prints:
          '<text> is invalid: metadata.name: Invalid value: "Not_A_Name": a <text> RFC 1123 subdomain must consist of lower case alphanumeric characters<text>',
      },
      {
        id: 'D-24',
        line: 'kubectl get configmaps --field-selector data.x=1',
        code: 1,
        prints: 'Error from server (BadRequest): <text>field <text>',
      },
      {
        id: 'D-20',
        line: 'kubectl get configmap it -o yaml > it.yaml; kubectl label configmap it a=b; kubectl replace -f it.yaml',
        code: 1,
        prints: `
          configmap/it labeled
          Error from server (Conflict): error when replacing "it.yaml": Operation cannot be fulfilled on configmaps "it": the object has been modified; please apply your changes to the latest version and try again`,
      },
    ],
  },
];
