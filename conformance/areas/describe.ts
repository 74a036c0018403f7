import type { Area } from '../entry.ts';
import { DESCRIBE_PODS, POD } from './describe-pods.ts';
import { deployment, fails, k, service, yaml } from './samples.ts';

const EVENTS_LAG = { because: 'events come when they come', lines: /Normal|Warning|^ {2}(?:Type|----)|Events:/ };

const STORES = `apiVersion: v1
kind: Secret
metadata: {name: password, labels: {a: b}, annotations: {note: hello}}
type: Opaque
data: {password: c2VjcmV0, user: YWRtaW4=}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: files}
data: {a.conf: "x=1\\ny=2\\n", empty: ""}
binaryData: {blob: AAEC}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
imagePullSecrets: [{name: registry}]
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec:
  hard: {pods: "20", requests.cpu: "4", requests.memory: 4Gi}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: scoped}
spec:
  hard: {pods: "5"}
  scopes: [BestEffort]
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
  - type: Container
    max: {cpu: "2", memory: 1Gi}
    min: {cpu: 1m}
    default: {cpu: 100m, memory: 64Mi}
    defaultRequest: {cpu: 10m, memory: 16Mi}
    maxLimitRequestRatio: {cpu: "20"}
  - type: Pod
    max: {cpu: "4"}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: none-such
  resources: {requests: {storage: 1Gi}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, annotations: {nginx.ingress.kubernetes.io/rewrite-target: /}}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.example.com], secretName: shop-tls}]
  rules:
  - host: shop.example.com
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
      - {path: /api, pathType: Exact, backend: {service: {name: gone, port: {name: http}}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: box}}}, {namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]
    ports: [{port: 80, protocol: TCP}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules:
- {apiGroups: ["", apps], resources: [pods, deployments], verbs: [get, list]}
- {apiGroups: [""], resources: [configmaps], resourceNames: [files], verbs: [update]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: read}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
- {kind: User, name: ann, apiGroup: rbac.authorization.k8s.io}
- {kind: ServiceAccount, name: robot, namespace: other}
`;

export const DESCRIBE: Area = {
  name: 'describe',
  groups: [
    {
      name: 'stores',
      files: { 'all.yaml': STORES },
      before: ['kubectl apply -f all.yaml'],
      entries: [
        k('describe secret password', { unordered: true }),
        k('describe cm files', { unordered: true }),
        k('describe sa robot', {
          differs: { because: 'no token Secrets since v1.24', lines: /secrets:|Tokens:|robot-token/ },
        }),
        k('describe quota quota', { until: true, out: /pods {2}0 {2}20/ }),
        k('describe quota scoped', { until: true, out: /pods {2}0 {2}5/ }),
        k('describe limits limits', { unordered: true }),
        k('describe pvc data', { differs: EVENTS_LAG, out: 'StorageClass:  none-such' }),
        k('describe ingress shop', {
          differs: { because: 'words of kubectl about missing backends', lines: /gone:|endpoints|web:80/ },
        }),
        k('describe netpol deny'),
        k('describe role reader', {
          differs: { because: 'the order of rules is that of a map', lines: /nothing/ },
          unordered: true,
        }),
        k('describe rolebinding read'),
        k('describe ns $NS', {
          unordered: true,
          differs: { because: 'the label kubernetes.io/metadata.name is of v1.21', lines: /Labels:|kubernetes.io/ },
        }),
        k('describe secret,cm -l a=b', { unordered: true }),
        k('describe -f all.yaml', {
          out: ['Name:  password', 'Name:  read'],
          differs: { because: 'compared one by one' },
        }),
      ],
    },
    {
      name: 'workloads',
      files: {
        'all.yaml': yaml(deployment('web', 1), service('web')),
        'others.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 1
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: "busybox:1.36", command: [sleep, "3600"]}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      nodeSelector: {none: such}
      containers: [{name: main, image: "busybox:1.36", command: [sleep, "3600"]}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  ttlSecondsAfterFinished: 1000
  activeDeadlineSeconds: 600
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: "busybox:1.36", command: [echo, done]}]
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
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nothing}, minReplicas: 1, maxReplicas: 3, targetCPUUtilizationPercentage: 50}
`,
      },
      before: [
        'kubectl apply -f all.yaml',
        'kubectl apply -f others.yaml',
        'kubectl rollout status deployment/web',
        'kubectl rollout status statefulset/db',
        'kubectl wait --for=condition=Complete job/once --timeout=60s',
      ],
      entries: [
        k('describe deployment web', {
          until: true,
          out: 'Scaled up replica set web-HASH',
          differs: { because: 'today it says from how many', lines: /ScalingReplicaSet/ },
        }),
        k('describe deploy/web --show-events=false'),
        k('describe rs -l app=web', { until: true, out: 'SuccessfulCreate' }),
        k('describe sts db', { until: true, out: 'SuccessfulCreate' }),
        k('describe ds agent'),
        k('describe job once', {
          until: true,
          out: 'Completed',
          differs: {
            because: 'fields of Job that v1.20 did not have',
            lines:
              /TTL Seconds|controller-uid|job-name|Completion Mode|Suspend|Backoff|Selector:|Labels:|Annotations:|Pods Statuses/,
          },
        }),
        k('describe rc old'),
        k('describe svc web', {
          differs: {
            because: 'families of addresses and policies are newer than v1.20',
            lines: /IP Famil|Internal Traffic|IPs:|Topology|Session|Endpoints/,
          },
        }),
        k('describe endpoints web', {
          differs: {
            because: 'marks of the endpoint controller of today',
            lines: /Annotations|last-change|Labels|managed-by|service-name/,
          },
        }),
        k('describe hpa web', {
          out: 'Deployment/nothing',
          differs: { because: 'today it is read as autoscaling/v2' },
        }),
        k('describe pods -l app=db', {
          until: true,
          out: ['Status:  Running', 'Started container main'],
          differs: POD,
        }),
      ],
    },
    DESCRIBE_PODS,
    {
      name: 'cluster',
      before: [
        'kubectl create clusterrole $NS-reader --verb=get,list --resource=pods,deployments.apps',
        'kubectl create clusterrolebinding $NS-read --clusterrole=$NS-reader --user=ann --serviceaccount=$NS:default',
        'kubectl create priorityclass $NS-high --value=1000 --description=high',
      ],
      after: [
        'kubectl delete clusterrole $NS-reader; kubectl delete clusterrolebinding $NS-read; kubectl delete priorityclass $NS-high',
      ],
      entries: [
        k('describe clusterrole $NS-reader', { unordered: true }),
        k('describe clusterrolebinding $NS-read'),
        k('describe priorityclass $NS-high'),
        k('describe clusterrole cluster-admin'),
        k('describe clusterrolebinding cluster-admin'),
        k('describe svc kubernetes -n default', {
          differs: {
            because: 'families of addresses and policies are newer than v1.20',
            lines: /IP Famil|Internal Traffic|IPs:|Topology|Session|TargetPort|Endpoints|provider=/,
          },
        }),
        k('describe nodes', {
          differs: { because: 'the demo has other nodes' },
          out: [
            'Roles:',
            'Taints:',
            'Unschedulable:  false',
            'Lease:',
            'Conditions:',
            'MemoryPressure',
            'DiskPressure',
            'PIDPressure',
            'Ready',
            'Addresses:',
            'InternalIP:',
            'Capacity:',
            'Allocatable:',
            'System Info:',
            'Kubelet Version:',
            'Non-terminated Pods:',
            'Allocated resources:',
            'Events:',
          ],
        }),
        k('describe crd nothing', { code: 1 }),
        k('describe apiservice v1.apps', {
          differs: {
            because: 'managed by another version',
            lines:
              /Managed|manag|Manager|Operation|Fields|f:|Link|UID|Time|API Version|Resource Version|\.:|k:|Subresource|Update|kube-aggregator|v:/,
          },
        }),
      ],
    },
    {
      name: 'errors',
      entries: [
        ...fails(
          'describe pod nothing',
          'describe nothing',
          'describe deployment/nothing',
          'describe',
          'describe -f nothing.yaml',
        ),
        k('describe pods'),
        k('describe pods -l none=such'),
        k('describe deploy'),
        k('describe events', { code: 'any' }),
      ],
    },
  ],
};
