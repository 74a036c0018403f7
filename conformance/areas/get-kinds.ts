import type { Group } from '../entry.ts';
import { each, k } from './samples.ts';

const QUIET_KINDS = `apiVersion: v1
kind: Secret
metadata: {name: password}
type: Opaque
data: {password: c2VjcmV0}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec:
  hard: {pods: "20", requests.cpu: "4", configmaps: "10"}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
  - type: Container
    default: {cpu: 100m}
    defaultRequest: {cpu: 50m}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: none-such
  resources: {requests: {storage: 1Gi}}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: old}
spec:
  replicas: 0
  selector: {app: old}
  template:
    metadata: {labels: {app: old}}
    spec: {containers: [{name: main, image: "nginx:1.14.2"}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.example.com], secretName: shop-tls}]
  rules:
  - host: shop.example.com
    http:
      paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: read}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
- {kind: User, name: ann, apiGroup: rbac.authorization.k8s.io}
- {kind: Group, name: team, apiGroup: rbac.authorization.k8s.io}
- {kind: ServiceAccount, name: robot, namespace: $NS}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nothing}, minReplicas: 1, maxReplicas: 3, targetCPUUtilizationPercentage: 50}
---
apiVersion: v1
kind: Service
metadata: {name: outside}
spec: {type: ExternalName, externalName: db.example.com}
---
apiVersion: v1
kind: Service
metadata: {name: open}
spec: {type: NodePort, selector: {app: none}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: balanced}
spec: {type: LoadBalancer, selector: {app: none}, ports: [{name: web, port: 80}, {name: tls, port: 443}]}
---
apiVersion: v1
kind: Service
metadata: {name: headless}
spec: {clusterIP: None, selector: {app: none}, ports: [{port: 5432}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  suspend: false
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: "busybox:1.36", command: ["true"]}]
`.replace('  suspend: false\n', '');

const ACCOUNT_TOKENS = 'from v1.24 on a ServiceAccount has no token Secret of its own';
const LOAD_BALANCER = 'the real cluster has no load balancer, the demo has one that takes a while';

/** How `kubectl get` shows the kinds that few people list. */
export const KIND_GROUPS: readonly Group[] = [
  {
    name: 'kinds',
    files: { 'kinds.yaml': QUIET_KINDS },
    before: ['kubectl apply -f kinds.yaml', 'kubectl wait --for=condition=Complete job/once'],
    entries: [
      k('get secret password'),
      k('get sa robot', { differs: { because: ACCOUNT_TOKENS, lines: /^robot/ }, out: /robot {2}\d {2}AGE/ }),
      k('get quota', { out: 'configmaps: ', differs: { because: 'today AGE is the last column' } }),
      k('get limits'),
      k('get pvc', { differs: { because: 'today there is a column VOLUMEATTRIBUTESCLASS' }, out: /data {2}Pending/ }),
      k('get rc'),
      k('get rc -o wide'),
      k('get ingress'),
      k('get ing shop -o wide', {
        differs: { because: 'v1.20 has ingresses in two groups', lines: /stderr|short name/ },
      }),
      k('get netpol'),
      k('get role'),
      k('get rolebinding'),
      k('get rolebinding -o wide'),
      k('get hpa', {
        out: 'Deployment/nothing',
        differs: { because: 'today the target is written "cpu: <unknown>/50%"' },
      }),
      k('get svc', { differs: { because: LOAD_BALANCER, lines: /^balanced/ } }),
      k('get svc -o wide', { differs: { because: LOAD_BALANCER, lines: /^balanced/ } }),
      k('get job', { differs: { because: 'today there is a column STATUS' }, out: /once .*1\/1/ }),
      k('get ev --field-selector reason=Completed', { code: 'any', differs: { because: 'events may lag' } }),
      k('get endpoints headless'),
      k('get lease', {}),
      k('get podtemplates'),
      k('get secret password -o jsonpath={.data.password}'),
      { name: 'decode a Secret', run: 'kubectl get secret password -o jsonpath={.data.password} | base64 -d' },
      k('get cronjobs'),
      k('get pdb'),
      k('get ds'),
      k('get endpointslices -l kubernetes.io/service-name=headless', {
        unordered: true,
        differs: { because: 'v1.20 makes an IPv6 slice for a headless Service', lines: /IPv6/ },
      }),
    ],
  },
  {
    name: 'cluster-kinds',
    before: [
      `kubectl create clusterrole $NS-reader --verb=get,list --resource=pods`,
      `kubectl create clusterrolebinding $NS-read --clusterrole=$NS-reader --user=ann --group=team --serviceaccount=$NS:default`,
      `kubectl create priorityclass $NS-high --value=1000 --description=high`,
    ],
    after: [
      'kubectl delete clusterrole $NS-reader; kubectl delete clusterrolebinding $NS-read; kubectl delete priorityclass $NS-high',
    ],
    entries: [
      ...each(
        'get ns $NS',
        'get namespace $NS -o name',
        'get clusterrole $NS-reader',
        'get clusterrolebinding $NS-read',
        'get clusterrolebinding $NS-read -o wide',
        'get clusterrole cluster-admin admin edit view',
        'get pv nothing --ignore-not-found',
        'get crd nothing --ignore-not-found',
        'get ingressclass nothing --ignore-not-found',
        'get svc kubernetes -n default',
        'get ns default kube-system kube-public kube-node-lease',
      ),
      k('get ns $NS --show-labels', { since: 21, out: 'kubernetes.io/metadata.name=NS' }),
      k('get priorityclass $NS-high system-cluster-critical', {
        out: /NS-high {2}1000 {2}false {2}AGE/,
        differs: { because: 'today there is a column PREEMPTIONPOLICY' },
      }),
      k('get nodes -o name', { differs: { because: 'the demo has other nodes' }, out: 'node/NODE' }),
      k('get nodes', {
        differs: { because: 'the demo has other nodes' },
        out: [/^NAME {2}STATUS {2}ROLES {2}AGE {2}VERSION$/m, /NODE {2}Ready/],
      }),
      k('get nodes -o wide', {
        differs: { because: 'the demo has other nodes' },
        out: /^NAME {2}STATUS {2}ROLES {2}AGE {2}VERSION {2}INTERNAL-IP {2}EXTERNAL-IP {2}OS-IMAGE {2}KERNEL-VERSION {2}CONTAINER-RUNTIME$/m,
      }),
      k('get componentstatuses', { differs: { because: 'the demo is one process' }, out: 'NAME' }),
      k('get cs', { differs: { because: 'the demo is one process' }, out: 'NAME' }),
      k('get lease -n kube-node-lease', { differs: { because: 'the demo has other nodes' }, out: 'HOLDER' }),
      k('get sc', { code: 'any', differs: { because: 'the real cluster has no storage class' } }),
      k('get csr', { code: 'any', differs: { because: 'requests of others' } }),
      k('get apiservices v1.apps', {}),
      k('get flowschemas exempt catch-all', { code: 'any', differs: { because: 'columns of v1alpha1' } }),
      k('get validatingwebhookconfigurations nothing --ignore-not-found'),
      k('get mutatingwebhookconfigurations nothing --ignore-not-found'),
      k('get runtimeclass nothing --ignore-not-found'),
      k('get csidrivers nothing --ignore-not-found'),
      k('get csinodes nothing --ignore-not-found'),
      k('get volumeattachments nothing --ignore-not-found'),
    ],
  },
];
