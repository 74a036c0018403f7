import type { Area } from '../entry.ts';
import { configMap, deployment, each, fails, k, pod, service, yaml } from './samples.ts';

const STATEFUL = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 1
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: main
        image: busybox:1.36
        command: [sleep, "3600"]
`;

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

export const GET: Area = {
  name: 'get',
  groups: [
    {
      name: 'tables',
      files: { 'all.yaml': yaml(deployment('web'), service('web'), configMap('settings'), STATEFUL) },
      before: [
        'kubectl apply -f all.yaml',
        'kubectl rollout status deployment/web',
        'kubectl rollout status statefulset/db',
      ],
      entries: [
        k('get pods', { unordered: true }),
        k('get po -o wide', { unordered: true }),
        k('get pods --show-labels', {
          unordered: true,
          differs: { because: 'the label pod-index is of v1.28', lines: /^db-0/ },
        }),
        k('get pods -L app', { unordered: true }),
        k('get pods -L app -L tier --no-headers', { unordered: true }),
        k('get pods -l app=web', { unordered: true }),
        k("get pods -l 'app in (web, db)'", { unordered: true }),
        k("get pods -l 'app notin (web)'"),
        k("get pods -l 'app,!nothing'", { unordered: true }),
        k("get pods -l 'app!=web'"),
        k("get pods -l 'app=none'"),
        k('get pods --field-selector status.phase=Running', { unordered: true }),
        k('get pods --field-selector status.phase!=Running'),
        k('get pods --field-selector metadata.name=db-0'),
        k('get pods --field-selector spec.nodeName=nowhere'),
        k('get pods --sort-by=.metadata.name -l app=web'),
        k('get pods --sort-by=.status.containerStatuses[0].restartCount -l app=db'),
        k('get pods --chunk-size=1', { unordered: true }),
        k('get pods --no-headers', { unordered: true }),
        k('get pods -o name', { unordered: true }),
        k('get pods --show-kind', { unordered: true }),
        k('get pod db-0'),
        k('get pod/db-0'),
        k('get pods db-0 -o wide'),
        k('get pods/db-0 deployment/web'),
        k('get deploy,svc,cm/settings', { code: 1 }),
        k('get deploy,svc', { unordered: true }),
        k('get deploy web -o wide'),
        k('get deployments.apps'),
        k('get deployments.v1.apps'),
        k('get deployments.v1.apps -o name'),
        k('get rs'),
        k('get rs -o wide'),
        k('get sts'),
        k('get sts -o wide'),
        k('get svc web'),
        k('get svc web -o wide'),
        k('get endpoints web'),
        k('get cm settings'),
        k('get cm settings --show-labels'),
        k('get -f all.yaml', { unordered: true }),
        k('get -f all.yaml -o name'),
        k('get all', { unordered: true }),
        k('get all -l app=web', { unordered: true }),
        k('get all -o name', { unordered: true }),
        k('get controllerrevisions'),
        k('get pods -A --field-selector metadata.namespace=$NS', { unordered: true }),
        k('get pods --all-namespaces --field-selector metadata.namespace=$NS,metadata.name=db-0 -o wide'),
        k('get pods --ignore-not-found nothing'),
        k('get pods db-0 --output-watch-events', { code: 'any' }),
      ],
    },
    {
      name: 'outputs',
      files: { 'all.yaml': yaml(configMap('settings'), service('web'), pod('box')) },
      before: ['kubectl apply -f all.yaml', 'kubectl wait --for=condition=Ready pod/box'],
      entries: [
        ...each(
          'get cm settings -o jsonpath={.data.color}',
          `get cm settings -o jsonpath='{.data}'`,

          `get pods -o jsonpath='{.items[*].metadata.name}'`,
          `get pods -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}'`,
          `get pods -o jsonpath='{.items[?(@.metadata.name=="box")].spec.containers[0].image}'`,
          `get pod box -o jsonpath='{.spec.containers[*].command}'`,
          `get pod box -o jsonpath='{.metadata.labels.app}'`,
          `get pod box -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}'`,
          `get pod box -o jsonpath='{.nothing.here}'`,
          `get svc web -o go-template='{{.spec.type}} {{(index .spec.ports 0).port}}{{"\\n"}}'`,
          `get svc web -o go-template --template='{{range .spec.ports}}{{.name}}={{.targetPort}}{{end}}'`,
          `get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image,PHASE:.status.phase`,
          `get pods -o custom-columns=NAME:.metadata.name,NOTHING:.spec.nothing --no-headers`,
          `get cm settings -o custom-columns=':.data.color'`,
          'get cm settings -o json | grep -v managedFields | grep -A3 \'"data"\'',
          'get cm settings -o name',
          'get pod/box svc/web -o name',
          `get pod/box svc/web -o jsonpath='{.items[*].kind}'`,
        ),
        {
          name: 'get --template from a file',
          run: `echo '{{.metadata.name}}' > t.txt; kubectl get pod box -o go-template-file=t.txt`,
        },
        {
          name: 'get columns from a file',
          run: `printf 'NAME IMAGE\\nmetadata.name spec.containers[0].image\\n' > c.txt; kubectl get pods -o custom-columns-file=c.txt`,
        },
        {
          name: 'ConfigMap as YAML',
          run: "kubectl get cm settings -o yaml | sed '/managedFields:/,/^  name:/{/^  name:/!d}'",
        },
        {
          name: 'Service as YAML',
          run: "kubectl get svc web -o yaml | sed '/managedFields:/,/^  name:/{/^  name:/!d}'",
          differs: {
            because: 'fields of Service that v1.20 did not have',
            lines: /internalTrafficPolicy|ipFamil|^ {2}- IP$|^ {2}- IPv4|clusterIPs|selfLink/,
          },
        },
        {
          name: 'list as YAML',
          run: "kubectl get cm -l app=settings -o yaml | grep -E '^(apiVersion|items|kind|metadata|- apiVersion)'",
        },
        ...fails(
          `get pod box -o jsonpath='{.metadata.name'`,
          'get pods -o nonsense',
          `get pod box -o go-template='{{.metadata.name'`,
        ),
      ],
    },
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
    {
      name: 'errors',
      entries: [
        k(`get pods -l 'a b'`, {
          code: 1,
          err: "unable to parse requirement: found 'b', expected",
          differs: { because: 'the list of operators is written in another way' },
        }),
        ...fails(
          'get pod nothing',
          'get deployment/nothing',
          'get nothing',
          'get pods,nothing',
          'get pods.nothing.example.com',
          'get svc nothing -o yaml',
          'get ns nothing',
          'get cm a b',
          'get pods nothing -n none-such',
          `get pods -l 'app in (web'`,
          'get pods --field-selector spec.nothing=1',
          'get cm --field-selector data.color=blue',
          'get pods --field-selector nonsense',
          'get -f nothing.yaml',
          'get',
          'get pod/a b',
          'get --raw /nothing',
          'get --raw /apis/none.example.com/v1',
          'get --raw /api/v1/namespaces/none-such',
        ),
        k('get pods'),
        k('get all'),
        k('get pods -n none-such'),
        k('get cm none --ignore-not-found -o yaml'),
        k('get pods -o json | grep -v resourceVersion'),
        k('get pods -o yaml', { differs: { because: 'selfLink is empty in v1.20', lines: /selfLink/ } }),
        k('get pods -o wide --watch=false'),
        k('get pods -A -l none=such'),
      ],
    },
    {
      name: 'watch',
      files: {
        'box.yaml': pod('box'),
        'idle.yaml': pod('idle', '  nodeSelector: {none: such}\n'),
        'settings.yaml': configMap('settings'),
      },
      before: ['kubectl apply -f settings.yaml -f idle.yaml'],
      entries: [
        k('get cm settings -w', {
          follow: { until: /settings/, next: 'kubectl label cm settings seen=yes', and: /settings[\s\S]*settings/ },
        }),
        k('get cm -l app=settings --watch -o name', {
          follow: { until: /settings/, next: 'kubectl annotate cm settings a=b', and: /settings[\s\S]*settings/ },
        }),
        k('get cm --watch-only -l app=settings', {
          differs: { because: 'when a watch begins is a matter of chance' },
          follow: {
            until: /^/,
            next: 'sleep 1; for i in 1 2 3 4; do kubectl annotate --overwrite cm settings seen=$i; sleep 0.3; done',
            and: /settings/,
          },
        }),
        k('get cm settings -w --output-watch-events', {
          follow: { until: /ADDED/, next: 'kubectl delete cm settings', and: /DELETED/ },
        }),
        k('get pods -w', {
          name: 'a pod starts and goes',
          differs: { because: 'a kubelet writes as many states as it likes' },
          follow: {
            until: /idle/,
            next: 'kubectl apply -f box.yaml; kubectl wait --for=condition=Ready pod/box; kubectl delete pod box',
            and: /Running[\s\S]*Terminating/,
          },
          out: [/box {2}0\/1 {2}Pending {2}0 {2}AGE/, /box {2}1\/1 {2}Running {2}0 {2}AGE/],
        }),
      ],
    },
    {
      name: 'custom',
      // short names are the whole cluster's
      alone: true,
      files: {
        'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: lanterns.$NS.example.com
spec:
  group: $NS.example.com
  scope: Namespaced
  names: {plural: lanterns, singular: lantern, kind: Lantern, shortNames: [lan], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.count, statusReplicasPath: .status.count}
    additionalPrinterColumns:
    - {name: Lit, type: boolean, jsonPath: .spec.lit}
    - {name: Count, type: integer, jsonPath: .spec.count}
    - {name: Oil, type: string, jsonPath: .spec.oil, priority: 1}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    schema:
      openAPIV3Schema:
        type: object
        description: A lantern gives light.
        properties:
          spec:
            type: object
            description: What is wished.
            required: [lit]
            properties:
              lit: {type: boolean, description: Whether it burns.}
              count: {type: integer, minimum: 0, maximum: 10, default: 1}
              oil: {type: string, enum: [olive, whale]}
              place: {type: string, pattern: '^[a-z]+$'}
          status:
            type: object
            x-kubernetes-preserve-unknown-fields: true
`,
        'one.yaml': `apiVersion: $NS.example.com/v1
kind: Lantern
metadata: {name: one}
spec: {lit: true, oil: olive}
`,
        'bad.yaml': `apiVersion: $NS.example.com/v1
kind: Lantern
metadata: {name: bad}
spec: {count: 11, oil: petrol, place: "1"}
`,
        'typed.yaml': `apiVersion: $NS.example.com/v1
kind: Lantern
metadata: {name: typed}
spec: {lit: "yes"}
`,
      },
      before: ['kubectl apply -f crd.yaml', 'kubectl wait --for=condition=Established crd/lanterns.$NS.example.com'],
      after: ['kubectl delete crd lanterns.$NS.example.com --wait=false'],
      entries: [
        k('apply -f one.yaml', { until: true }),
        ...each(
          'get lanterns',
          'get lan one',
          'get lantern.$NS.example.com one -o wide',
          'get lanterns --show-labels',
          'get lan -o name',
          `get lan one -o jsonpath='{.spec}'`,
          'get all',
          'scale lan one --replicas=3',
          `get lan one -o jsonpath='{.spec.count}'`,
          'label lan one a=b',
          `patch lan one --type=merge -p '{"spec":{"lit":false}}'`,
          'get lan',
          'get crd lanterns.$NS.example.com',
          'api-resources --api-group=$NS.example.com --no-headers',
          'delete lan one',
        ),
        ...fails(`patch lan one --type=strategic -p '{"spec":{"lit":true}}'`, 'get lan one'),
        k('apply -f bad.yaml', { code: 1, kubectl: { to: 24 } }),
        k('apply -f typed.yaml', { code: 1, kubectl: { to: 24 } }),
        k('apply -f bad.yaml', {
          name: 'values that a schema forbids',
          code: 1,
          since: 25,
          kubectl: { from: 25 },
          err: [
            '* spec.lit: Required value',
            '* spec.count: Invalid value: 11: spec.count in body should be less than or equal to 10',
            '* spec.oil: Unsupported value: "petrol": supported values: "olive", "whale"',
            `* spec.place: Invalid value: "1": spec.place in body should match '^[a-z]+$'`,
          ],
        }),
        k('apply -f typed.yaml', {
          name: 'a value of the wrong type',
          code: 1,
          since: 25,
          kubectl: { from: 25 },
          err: 'spec.lit in body must be of type boolean: "string"',
        }),
        k('explain lan.spec', {
          until: true,
          out: 'Whether it burns.',
          kubectl: { to: 28 },
        }),
        k('delete crd lanterns.$NS.example.com'),
        k('get lanterns', {
          name: 'get after the definition is gone',
          code: 1,
          until: true,
          err: /could not find|doesn't have a resource type/,
        }),
      ],
    },
  ],
};
