import type { Area } from '../entry.ts';
import { configMap, deployment, each, fails, k, pod, service, yaml } from './samples.ts';

const DOCS = 'the documentation of fields is of another version';
/** Kinds whose fields are explained; `.` goes deeper. */
const EXPLAINED = [
  'pods',
  'pods.spec',
  'pod.spec.containers',
  'pods.spec.containers.resources',
  'pods.spec.containers.livenessProbe.httpGet',
  'pods.metadata',
  'pods.status.conditions',
  'deployment',
  'deployment.spec.strategy.rollingUpdate',
  'deploy.spec.template.spec.volumes.configMap.items',
  'statefulset.spec',
  'daemonset.spec.updateStrategy',
  'replicaset',
  'job.spec',
  'service.spec.ports',
  'ingress.spec.rules',
  'networkpolicy.spec',
  'configmap',
  'secret.data',
  'pvc.spec',
  'pv.spec',
  'storageclass',
  'node.spec.taints',
  'namespace',
  'role.rules',
  'rolebinding.roleRef',
  'hpa',
  'quota',
  'limits',
  'sa',
  'events',
  'crd.spec',
  'priorityclass',
  'csr.spec',
  'lease.spec',
];

export const CLUSTER: Area = {
  name: 'cluster',
  groups: [
    {
      name: 'explain',
      entries: [
        ...EXPLAINED.map((what) =>
          k(`explain ${what}`, { differs: { because: DOCS }, out: [/KIND:/, /VERSION:/, /DESCRIPTION:/] }),
        ),
        k('explain pods --recursive', { differs: { because: DOCS }, out: ['containers', 'nodeName', 'tolerations'] }),
        k('explain deployment --api-version=apps/v1', { differs: { because: DOCS }, out: /KIND: {2}Deployment/ }),
        {
          name: 'the kind of a field',
          run: "kubectl explain pod.spec.containers.image | grep -iE '^(KIND|VERSION|FIELD)' | tr -s ' '",
        },
        {
          name: 'kind and version',
          run: "kubectl explain deploy.spec.replicas | grep -E '^(KIND|VERSION)' | sed 's/apps.v1/v1/' | tr -s ' '",
          differs: { because: 'OpenAPI v3 names the group apart', lines: /VERSION|GROUP/ },
        },
        k('explain pods.spec.nothing', {
          code: 1,
          differs: { because: 'OpenAPI v3 is explained with a head', lines: /KIND|VERSION/ },
        }),
        k('explain pods --api-version=none/v1', { code: 1, differs: { because: 'words of kubectl for OpenAPI v3' } }),
        ...fails('explain nothing', 'explain'),
      ],
    },
    {
      name: 'discovery',
      entries: [
        k('api-versions', {
          out: ['apps/v1', 'batch/v1', 'networking.k8s.io/v1', 'v1'],
          differs: { because: 'the versions of today' },
        }),
        k('api-resources', {
          out: [
            /^pods {2}po {2}(?:v1 {2})?true {2}Pod$/m,
            /^deployments {2}deploy {2}(?:apps\/v1|apps) {2}true {2}Deployment$/m,
          ],
          differs: { because: 'the kinds of today' },
        }),
        k('api-resources --api-group=apps', { unordered: true }),
        k('api-resources --api-group=apps -o name', { unordered: true }),
        k('api-resources --api-group=apps -o wide', { unordered: true }),
        k('api-resources --api-group=rbac.authorization.k8s.io -o wide', { unordered: true }),
        k('api-resources --api-group="" --namespaced=true --no-headers', { unordered: true }),
        k('api-resources --api-group="" --namespaced=false --no-headers', { unordered: true }),
        k('api-resources --api-group="" -o wide', {
          unordered: true,
          differs: { because: 'v1.20 could not delete Services by selector', lines: /^services / },
        }),
        k('api-resources --verbs=list --api-group=networking.k8s.io -o name', {
          unordered: true,
          differs: { because: 'kinds of today', lines: /ipaddresses|servicecidrs/ },
        }),
        k('api-resources --api-group=storage.k8s.io --no-headers', {
          unordered: true,
          differs: { because: 'kinds of today', lines: /csistorage|volumeattributes/ },
        }),
        k('api-resources --api-group=none'),
        k('api-resources --api-group=coordination.k8s.io -o wide', {
          unordered: true,
          differs: { because: 'kinds of today', lines: /leasecandidates/ },
        }),
        k('api-resources --api-group=apiextensions.k8s.io -o wide', { unordered: true }),
        k('api-resources --api-group=authorization.k8s.io -o wide', { unordered: true }),
        k('api-resources --sort-by=kind --api-group=apps'),
        k('version -o json', { out: ['"serverVersion"', '"gitVersion"'], differs: { because: 'the version' } }),
        k('version', { out: /Server Version/, differs: { because: 'the version' } }),
        k('cluster-info', {
          out: /Kubernetes (?:control plane|master).* is running at .*https:\/\/SERVER/,
          differs: { because: 'add-ons of the demo' },
        }),
        k('cluster-info dump --output-directory=dump -o json', {
          differs: { because: 'all of the cluster' },
          timeoutMs: 100_000,
        }),
        k('get --raw /healthz'),
        k('get --raw /livez'),
        k('get --raw /readyz'),
        k("get --raw '/readyz?verbose'", { out: '[+]ping ok', differs: { because: 'the checks of a version' } }),
        k('get --raw /version', { out: '"gitVersion"', differs: { because: 'the version' } }),
        {
          name: 'raw: groups',
          run: `kubectl get --raw /apis | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const o=JSON.parse(t);console.log(o.kind,o.groups.find(g=>g.name==="apps").preferredVersion.groupVersion)})'`,
        },
        { name: 'raw: /api', run: `kubectl get --raw /api | grep -o '"versions":."v1".'` },
        {
          name: 'raw: a group',
          run: `kubectl get --raw /apis/apps | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>console.log(JSON.stringify(JSON.parse(t))))'`,
        },
        {
          name: 'raw: apps/v1',
          run: `kubectl get --raw /apis/apps/v1 | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const o=JSON.parse(t);console.log(o.kind,o.groupVersion);for(const r of o.resources.sort((a,b)=>a.name<b.name?-1:1))console.log(r.name,r.kind,r.namespaced,r.verbs.join(),(r.shortNames||[]).join(),(r.categories||[]).join())})'`,
        },
        {
          name: 'raw: v1',
          run: `kubectl get --raw /api/v1 | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const o=JSON.parse(t);for(const r of o.resources.sort((a,b)=>a.name<b.name?-1:1))console.log(r.name,r.kind,r.namespaced,r.verbs.join(),(r.shortNames||[]).join(),(r.categories||[]).join())})'`,
          differs: {
            because: 'subresources of today',
            lines: /ephemeralcontainers|resize|serviceaccounts\/token|^services /,
          },
        },
        {
          name: 'raw: OpenAPI v2',
          run: `kubectl get --raw /openapi/v2 | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const o=JSON.parse(t);console.log(o.swagger,Object.keys(o.definitions["io.k8s.api.core.v1.Pod"].properties).join(),o.definitions["io.k8s.api.apps.v1.Deployment"]["x-kubernetes-group-version-kind"][0].kind)})'`,
        },
        {
          name: 'raw: OpenAPI v3',
          since: 27,
          run: `kubectl get --raw /openapi/v3 | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const o=JSON.parse(t);console.log(Object.keys(o.paths).includes("apis/apps/v1"),o.paths["api/v1"].serverRelativeURL.split("=")[0])})'`,
          out: 'true /openapi/v3/api/v1?hash',
        },
        k('get --raw /apis/extensions/v1beta1', {
          since: 22,
          code: 1,
          err: 'the server could not find the requested resource',
        }),
        ...fails(
          'get --raw /api/v2',
          'get --raw /api/v1/nothings',
          'get --raw nonsense',
          'get --raw /api/v1/namespaces/$NS/pods/none',
        ),
        {
          name: 'raw: create and delete',
          run: `echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"raw"}}' | kubectl create --raw /api/v1/namespaces/$NS/configmaps -f - | grep -o '"name":"raw"' | head -1; kubectl delete --raw /api/v1/namespaces/$NS/configmaps/raw | grep -o '"status":"Success"'`,
        },
        {
          name: 'raw: replace',
          run: `kubectl create cm r --from-literal=a=b >/dev/null; echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"r"},"data":{"a":"c"}}' | kubectl replace --raw /api/v1/namespaces/$NS/configmaps/r -f - | grep -o '"data":{[^}]*}'`,
        },
        {
          name: 'raw: limit and continue',
          run: `for i in 1 2 3; do kubectl create cm l$i --from-literal=a=b >/dev/null; kubectl label cm l$i s=l >/dev/null; done; kubectl get --raw "/api/v1/namespaces/$NS/configmaps?limit=2&labelSelector=s%3Dl" | node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const o=JSON.parse(t);console.log(o.items.length,!!o.metadata.continue,o.metadata.remainingItemCount)})'`,
        },
      ],
    },
    {
      name: 'wait-and-events',
      files: { 'all.yaml': yaml(pod('box'), deployment('web', 1), configMap('settings'), service('web')) },
      before: ['kubectl apply -f all.yaml'],
      entries: [
        ...each(
          'wait --for=condition=Ready pod/box',
          'wait --for=condition=Available deployment/web --timeout=60s',
          'wait --for=condition=Ready pod -l app=box',
          'wait --for=condition=ready pod --all --timeout=60s'.replace('--all', '-l app=box'),
          'wait --for=condition=PodScheduled=true pod/box',
          'wait --for=condition=Available -f all.yaml --timeout=1s'.replace('-f all.yaml', 'deploy --all'),
        ),
        k("wait --for=jsonpath='{.status.phase}'=Running pod/box", { kubectl: { from: 23 } }),
        k("wait --for=jsonpath='{.status.loadBalancer}' svc/web --timeout=5s", { kubectl: { from: 31 } }),
        k("wait --for=jsonpath='{.data.color}'=red cm/settings --timeout=1s", { kubectl: { from: 23 }, code: 1 }),
        k('wait --for=create cm/settings', { kubectl: { from: 31 } }),
        k('wait --for=condition=Failed pod/box --timeout=1s', { code: 1 }),
        k('wait --for=condition=Ready pod/nothing --timeout=1s', { code: 1 }),
        k('wait --for=delete pod/box --timeout=1s', {
          code: 1,
          differs: { because: 'a second is a short watch', lines: /very short watch/ },
        }),
        k('wait --for=nonsense pod/box', { code: 1 }),
        k('wait pod/box', { code: 1 }),
        k('wait --for=condition=Ready pod -l none=such --timeout=1s', { code: 1 }),
        {
          name: 'wait for a deletion',
          run: 'kubectl delete pod box --wait=false && kubectl wait --for=delete pod/box --timeout=30s',
        },
        k('wait --for=delete pod/box', { name: 'wait for what is gone', code: 'any' }),
        {
          name: 'reasons of a pod',
          run: 'kubectl get events --field-selector involvedObject.name=box -o jsonpath=\'{range .items[*]}{.type} {.reason}{"\\n"}{end}\' | sort -u',
          until: true,
          out: ['Normal Scheduled', 'Normal Pulled', 'Normal Created', 'Normal Started', 'Normal Killing'],
        },
        {
          name: 'messages of a pod',
          run: 'kubectl get events --field-selector involvedObject.name=box -o jsonpath=\'{range .items[*]}{.message}{"\\n"}{end}\' | sort -u',
          differs: { because: 'kubelets of today name the container in other words' },
          out: ['Container image "busybox:1.36" already present on machine', 'Created container', 'Started container'],
        },
        {
          name: 'reasons of a Deployment',
          run: 'kubectl get events --field-selector involvedObject.kind=Deployment,involvedObject.name=web -o jsonpath=\'{range .items[*]}{.reason}: {.message}{"\\n"}{end}\'',
          until: true,
          out: 'ScalingReplicaSet: Scaled up replica set web-HASH',
          differs: { because: 'today it says from how many' },
        },
        {
          name: 'reasons of a ReplicaSet',
          run: 'kubectl get events --field-selector involvedObject.kind=ReplicaSet -o jsonpath=\'{range .items[*]}{.reason}: {.message}{"\\n"}{end}\'',
        },
        k('get events --field-selector type=Warning,involvedObject.name=box', {
          differs: { because: 'none, most times' },
          code: 'any',
        }),
        k('get events', {
          out: /LAST SEEN {2}TYPE {2}REASON {2}OBJECT {2}MESSAGE/,
          differs: { because: 'the order is a matter of chance' },
        }),
        k('get ev -o wide', {
          out: /LAST SEEN {2}TYPE {2}REASON {2}OBJECT {2}SUBOBJECT {2}SOURCE {2}MESSAGE {2}FIRST SEEN {2}COUNT {2}NAME/,
          differs: { because: 'the order is a matter of chance' },
        }),
        k('get events --sort-by=.metadata.creationTimestamp', {
          out: 'Scheduled',
          differs: { because: 'the order is a matter of chance' },
        }),
        k('get events --sort-by=.lastTimestamp', {
          code: 'any',
          differs: { because: 'the order is a matter of chance' },
        }),
        k('get events.v1.events.k8s.io', {
          since: 19,
          out: 'Scheduled',
          differs: { because: 'the order is a matter of chance' },
        }),
        k('events', {
          kubectl: { from: 26 },
          out: 'Scheduled',
          differs: { because: 'the order is a matter of chance' },
        }),
        k('events --for deployment/web', {
          kubectl: { from: 26 },
          out: 'ScalingReplicaSet',
          differs: { because: 'today it says from how many' },
        }),
        k('events --types=Warning', { kubectl: { from: 26 }, code: 'any', differs: { because: 'none, most times' } }),
        k('events --for pod/none', { kubectl: { from: 26 } }),
      ],
    },
    {
      name: 'config',
      entries: [
        {
          name: 'a server that is not there',
          run: 'kubectl --server=https://127.0.0.1:1 get pods --request-timeout=5s',
          code: 1,
          differs: { because: 'words of kubectl' },
          err: /connection|refused/,
        },
        ...each(
          'config current-context',
          'config get-contexts',
          'config get-contexts -o name',
          'config get-clusters',
        ).map((entry) => ({ ...entry, differs: { because: 'names of the kubeconfig' } })),
        k('config view', {
          differs: { because: 'names of the kubeconfig' },
          out: ['apiVersion: v1', 'kind: Config', 'server: https://SERVER', /REDACTED|OMITTED/],
        }),
        k("config view --minify -o jsonpath='{.contexts[0].context.namespace}'"),
        k('config view --raw -o json', { differs: { because: 'secrets' }, out: '"current-context"' }),
        k('config set-context other --cluster=x --user=y --namespace=z'),
        k('config use-context other'),
        k('get pods', { code: 1, differs: { because: 'words of kubectl' } }),
        k('config set-cluster demo --server=https://127.0.0.1:1'),
        k('config set-credentials ann --token=secret', { kubectl: { from: 21 } }),
        k('config delete-context other', { code: 'any' }),
        k('config delete-cluster demo', {}),
        k('config use-context nothing', { code: 1 }),
        k('config unset users.ann', { kubectl: { from: 21 } }),
      ],
    },
  ],
};
