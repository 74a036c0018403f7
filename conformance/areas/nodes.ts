import type { Area } from '../entry.ts';
import { deployment, k, pod, yaml } from './samples.ts';

/** A node to play with: the last one, so that on the demo the others go on. */
const NODE = '$(kubectl get nodes -o name | tail -1 | cut -d/ -f2)';
const OTHER_NODES = 'the demo has other nodes and pods';
const BACK = `kubectl uncordon ${NODE}; kubectl taint nodes ${NODE} profile- 2>/dev/null; kubectl label node ${NODE} storage-`;

const DAEMON = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: "busybox:1.36", command: [sleep, "3600"]}]
`;

export const NODES: Area = {
  name: 'nodes',
  groups: [
    {
      name: 'marks',
      alone: true,
      after: [BACK],
      entries: [
        k(`cordon ${NODE}`),
        k(`cordon ${NODE}`, { name: 'cordon again' }),
        k(`get node ${NODE}`, { out: /Ready,SchedulingDisabled/, differs: { because: OTHER_NODES } }),
        k(`uncordon ${NODE}`),
        k(`uncordon ${NODE}`, { name: 'uncordon again' }),
        k('cordon nothing', { code: 1 }),
        k(`cordon ${NODE} --dry-run=server`),
        k(`taint nodes ${NODE} profile=prod:NoSchedule`),
        k(`taint nodes ${NODE} profile=prod:NoSchedule`, { name: 'taint again', code: 1 }),
        k(`taint nodes ${NODE} profile=test:NoSchedule --overwrite`),
        k(`get nodes ${NODE} -o go-template='{{range .spec.taints}}{{if eq .key "profile"}}{{.}}{{end}}{{end}}'`),
        k(`taint nodes ${NODE} profile:NoSchedule-`),
        k(`taint nodes ${NODE} profile-`, { code: 1 }),
        k(`taint nodes ${NODE} profile=a:NoSuchEffect`, { code: 1 }),
        k(`taint nodes ${NODE} nonsense`, { code: 1 }),
        k('taint nodes nothing a=b:NoSchedule', { code: 1 }),
        k(`label nodes ${NODE} storage=enabled`),
        k('get nodes -l storage=enabled -o name'),
        k(`label nodes ${NODE} storage-`),
        k(`describe node ${NODE}`, {
          differs: { because: OTHER_NODES },
          out: ['Name:  NODE', 'Taints:', 'Unschedulable:  false', 'Allocated resources:'],
        }),
        k('delete node nothing', { code: 1 }),
        k(`annotate node ${NODE} note=hello --dry-run=server`),
        k(`patch node ${NODE} --dry-run=server -p '{"spec":{"unschedulable":true}}'`),
      ],
    },
    {
      name: 'drain',
      alone: true,
      files: { 'all.yaml': yaml(pod('bare'), DAEMON, deployment('web', 1)) },
      before: [
        'kubectl apply -f all.yaml',
        'kubectl wait --for=condition=Ready pod/bare',
        'kubectl rollout status ds/agent',
        'kubectl rollout status deploy/web',
      ],
      after: [BACK],
      entries: [
        {
          name: 'bare pods and DaemonSets stop it',
          run: `kubectl drain $(kubectl get pod bare -o jsonpath={.spec.nodeName}) --pod-selector='app in (bare,agent)'`,
          code: 1,
          differs: { because: 'words of kubectl, one line per pod' },
          err: [
            /cannot delete DaemonSet-managed Pods/,
            /cannot delete (?:Pods not managed by|Pods that declare no controller)/,
          ],
        },
        {
          name: 'dry run',
          since: 22,
          // kubectl v1.20 itself fails here
          kubectl: { from: 21 },
          run: `kubectl drain $(kubectl get pod bare -o jsonpath={.spec.nodeName}) --pod-selector='app in (bare,agent)' --ignore-daemonsets --force --dry-run=server`,
          differs: { because: 'words of kubectl' },
        },
        {
          name: 'with force',
          run: `kubectl drain $(kubectl get pod bare -o jsonpath={.spec.nodeName}) --pod-selector='app in (bare,agent)' --ignore-daemonsets --force --timeout=60s`,
          differs: { because: 'words of kubectl' },
          out: ['evicting pod NS/bare', 'pod/bare evicted', /node\/NODE (?:evicted|drained)/],
        },
        k('get pod bare', { code: 1 }),
        k('get nodes', { out: 'Ready,SchedulingDisabled', differs: { because: OTHER_NODES } }),
        {
          name: 'back',
          run: 'for n in $(kubectl get nodes -o jsonpath="{.items[?(@.spec.unschedulable==true)].metadata.name}"); do kubectl uncordon $n; done',
          out: 'uncordoned',
          differs: { because: OTHER_NODES },
        },
        {
          name: 'a budget',
          run: `printf 'apiVersion: policy/v1beta1\\nkind: PodDisruptionBudget\\nmetadata: {name: web}\\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\\n' | sed "s#policy/v1beta1#$(kubectl api-versions | grep ^policy/ | tail -1)#" | sed "s#policy/v1beta1#$(kubectl api-versions | grep -x policy/v1 || echo policy/v1beta1)#" | kubectl create -f -`,
          differs: { because: 'v1beta1 is deprecated', lines: /Warning|stderr/ },
        },
        k('get pdb web', { until: true, out: 'web  1  N/A  0  AGE' }),
        {
          name: 'the budget stops it',
          run: 'kubectl drain $(kubectl get pod -l app=web -o jsonpath={.items[0].spec.nodeName}) --pod-selector=app=web --timeout=6s',
          code: 1,
          differs: { because: 'words of kubectl' },
          err: "Cannot evict pod as it would violate the pod's disruption budget.",
        },
        {
          name: 'back again',
          run: 'for n in $(kubectl get nodes -o jsonpath="{.items[?(@.spec.unschedulable==true)].metadata.name}"); do kubectl uncordon $n; done',
          out: 'uncordoned',
          differs: { because: OTHER_NODES },
        },
        k('describe pdb web', {
          // kubectl v1.20 asks for policy/v1beta1
          kubectl: { from: 21 },
          differs: { because: 'events', lines: /Normal|Warning|Type|----|Events/ },
        }),
        {
          name: 'a local folder stops it',
          run: `kubectl run scratch --image=busybox:1.36 --overrides='{"spec":{"terminationGracePeriodSeconds":1,"volumes":[{"name":"w","emptyDir":{}}],"containers":[{"name":"scratch","image":"busybox:1.36","command":["sleep","3600"],"volumeMounts":[{"name":"w","mountPath":"/w"}]}]}}' && kubectl wait --for=condition=Ready pod/scratch && kubectl drain $(kubectl get pod scratch -o jsonpath={.spec.nodeName}) --pod-selector=run=scratch --force`,
          code: 1,
          err: /cannot delete Pods with local storage/,
          differs: { because: 'words of kubectl' },
        },
        {
          name: 'unless it may go',
          run: `kubectl drain $(kubectl get pod scratch -o jsonpath={.spec.nodeName}) --pod-selector=run=scratch --force --delete-emptydir-data --timeout=60s`,
          out: 'pod/scratch evicted',
          differs: { because: 'words of kubectl' },
        },
        {
          name: 'back in the end',
          run: 'for n in $(kubectl get nodes -o jsonpath="{.items[?(@.spec.unschedulable==true)].metadata.name}"); do kubectl uncordon $n; done',
          out: 'uncordoned',
          differs: { because: OTHER_NODES },
        },
        k('drain nothing', { code: 1 }),
        {
          name: 'eviction by the API',
          run: `kubectl run evicted --image=busybox:1.36 --overrides='{"spec":{"terminationGracePeriodSeconds":1}}' -- sleep 3600 && kubectl wait --for=condition=Ready pod/evicted && echo '{"apiVersion":"policy/v1beta1","kind":"Eviction","metadata":{"name":"evicted"}}' | kubectl create --raw /api/v1/namespaces/$NS/pods/evicted/eviction -f - | grep -o '"status":"Success"'`,
        },
      ],
    },
    {
      // a quantity of thousandths looks like minutes, and is normalised as an age
      name: 'top',
      demoOnly: 'the real cluster has no metrics server',
      files: { 'all.yaml': deployment('web', 2) },
      before: ['kubectl apply -f all.yaml', 'kubectl rollout status deploy/web'],
      entries: [
        k('top nodes', {
          until: true,
          out: [
            /^NAME {2}CPU\(cores\) {2}CPU\((?:%|\w+)\) {2}MEMORY\(bytes\) {2}MEMORY\((?:%|\w+)\)$/m,
            /NODE {2}AGE {2}\d+% {2}\d+Mi {2}\d+%/,
          ],
          kubectl: { from: 21 },
        }),
        k('top nodes', {
          name: 'top nodes of old',
          until: true,
          out: [
            /^NAME {2}CPU\(cores\) {2}CPU% {2}MEMORY\(bytes\) {2}MEMORY%$/m,
            /NODE {2}AGE {2}\d+% {2}\d+Mi {2}\d+%/,
          ],
          kubectl: { to: 20 },
        }),
        k('top node --no-headers', { out: /NODE {2}AGE/ }),
        k('top nodes --sort-by=cpu'),
        k('top pods', {
          until: true,
          out: [/^NAME {2}CPU\(cores\) {2}MEMORY\(bytes\)$/m, /^web-HASH-RAND {2}AGE {2}\d+Mi$/m],
        }),
        k('top pods -l app=web --sort-by=memory', { out: 'web-HASH-RAND' }),
        k('top pods --containers', { out: /web-HASH-RAND {2}nginx {2}AGE {2}\d+Mi/ }),
        k('top pods -A --no-headers', { out: 'NS  web-HASH-RAND' }),
        k('top pod $(kubectl get pods -o name | head -1 | cut -d/ -f2)', { out: 'web-HASH-RAND' }),
        k('top pods -l none=such', { err: 'No resources found' }),
        k('top pod nothing', { code: 1 }),
        k('get --raw /apis/metrics.k8s.io/v1beta1', { out: '"PodMetrics"' }),
        k("get podmetrics -l app=web -o jsonpath='{.items[0].kind}'", { out: 'PodMetrics' }),
        k('get --raw /apis/metrics.k8s.io/v1beta1/nodes', { out: '"NodeMetricsList"' }),
      ],
    },
  ],
};
