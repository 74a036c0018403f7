import type { Area } from '../entry.ts';
import { configMap, deployment, each, fails, k, pod, service, yaml } from './samples.ts';

const stateful = (name: string, replicas: number, more = ''): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: ${name}
  replicas: ${replicas}
${more}  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: "busybox:1.36", command: [sleep, "3600"]}]
`;

const daemon = (name: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: "busybox:1.36", command: [sleep, "3600"]}]
`;

const PROGRESS = 'how far a rollout is when kubectl looks is a matter of chance';

export const WORKLOADS: Area = {
  name: 'workloads',
  groups: [
    {
      name: 'rollout',
      files: { 'web.yaml': deployment('web', 2) },
      before: ['kubectl apply -f web.yaml', 'kubectl annotate deploy web kubernetes.io/change-cause=first'],
      entries: [
        k('rollout status deployment/web', {
          out: 'deployment "web" successfully rolled out',
          differs: { because: PROGRESS },
        }),
        ...each(
          'rollout history deployment/web',
          'set image deployment/web nginx=nginx:1.16.1',
          'annotate --overwrite deploy web kubernetes.io/change-cause=second',
        ),
        k('rollout status deploy/web --timeout=60s', {
          out: 'successfully rolled out',
          differs: { because: PROGRESS },
        }),
        k('rollout history deployment/web', { name: 'two revisions' }),
        k('rollout history deployment/web --revision=1'),
        k('rollout history deployment/web --revision=2'),
        k('rollout history deployment/web --revision=9', { code: 1 }),
        k('get rs -l app=web -o wide', { unordered: true, until: true, out: /web-HASH {2}0 {2}0 {2}0/ }),
        k('rollout undo deployment/web --dry-run=client', { differs: { because: 'kubectl prints a template' } }),
        k('rollout undo deployment/web'),
        k('rollout status deployment/web --watch=false', { differs: { because: PROGRESS } }),
        k('rollout status deployment web', { differs: { because: PROGRESS }, out: 'successfully' }),
        k('rollout history deployment/web', { name: 'after undo' }),
        k('rollout undo deployment/web --to-revision=2'),
        k('rollout undo deployment/web --to-revision=77', { code: 1 }),
        k('rollout pause deployment/web'),
        k('rollout pause deployment/web', { name: 'pause again', code: 1 }),
        k('rollout undo deployment/web', { name: 'undo while paused', code: 1 }),
        k('set image deployment/web nginx=nginx:1.14.2', { name: 'change while paused' }),
        k('rollout status deployment/web --watch=false', {
          name: 'status while paused',
          differs: { because: PROGRESS },
        }),
        k('rollout resume deployment/web'),
        k('rollout resume deployment/web', { name: 'resume again', code: 1 }),
        k('rollout status deployment/web', {
          name: 'status after resume',
          differs: { because: PROGRESS },
          out: 'successfully',
        }),
        k('rollout restart deployment/web'),
        k('rollout status deployment/web', {
          name: 'status after restart',
          differs: { because: PROGRESS },
          out: 'successfully',
        }),
        k('rollout history deployment/web', { name: 'in the end' }),
        k(
          "get deploy web -o jsonpath='{.status.replicas} {.status.updatedReplicas} {.status.readyReplicas} {.status.availableReplicas}'",
          { until: true, out: '2 2 2 2' },
        ),
        {
          name: 'conditions',
          run: `kubectl get deploy web -o jsonpath='{range .status.conditions[*]}{.type} {.status} {.reason}{"\\n"}{end}'`,
          unordered: true,
        },
        ...fails(
          'rollout status deployment/nothing',
          'rollout history pod/none',
          'rollout undo deployment/nothing',
          'rollout restart deployment/nothing',
          'rollout pause statefulset/none',
        ),
        k('set image deployment/web nginx=registry.example.com/none:1', { name: 'an image that is not there' }),
        k('rollout status deployment/web --timeout=2s', {
          code: 1,
          err: 'timed out waiting for the condition',
          differs: { because: PROGRESS },
        }),
        k('rollout undo deployment/web', { name: 'undo a bad image' }),
        k('rollout status deployment/web --timeout=60s', {
          name: 'mended',
          out: 'successfully',
          differs: { because: PROGRESS },
        }),
      ],
    },
    {
      name: 'stateful',
      files: {
        'db.yaml': stateful('db', 2),
        'partition.yaml': stateful(
          'cut',
          2,
          '  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}\n',
        ),
      },
      before: ['kubectl apply -f db.yaml', 'kubectl apply -f partition.yaml'],
      entries: [
        k('rollout status sts/db', {
          differs: { because: PROGRESS },
          out: /partitioned roll out complete|rolling update complete|complete/,
        }),
        k('get pods -l app=db'),
        k('rollout history sts/db'),
        k('set image sts/db main=busybox:1.28'),
        k('rollout status sts/db', {
          name: 'status of an update',
          timeoutMs: 150_000,
          differs: { because: PROGRESS },
          out: 'complete',
        }),
        k('rollout history sts/db', { name: 'two revisions' }),
        k('rollout history sts/db --revision=1'),
        k('rollout undo sts/db'),
        k('rollout status sts/db', {
          name: 'status of undo',
          timeoutMs: 150_000,
          differs: { because: PROGRESS },
          out: 'complete',
        }),
        k("get pods -l app=db -o jsonpath='{.items[*].spec.containers[0].image}'"),
        k('rollout restart sts/db'),
        k('rollout status sts/db', {
          name: 'status of restart',
          timeoutMs: 150_000,
          differs: { because: PROGRESS },
          out: 'complete',
        }),
        k('get controllerrevisions -l app=db', { unordered: true }),
        k('scale sts db --replicas=1'),
        k('get pods -l app=db', { name: 'one less', until: true, timeoutMs: 90_000, out: /^NAME.*\ndb-0.*\n?$/ }),
        k('set image sts/cut main=busybox:1.28'),
        k('rollout status sts/cut', { differs: { because: PROGRESS }, out: 'partitioned roll out complete' }),
        k("get pods -l app=cut -o jsonpath='{.items[*].spec.containers[0].image}'", {
          until: true,
          out: 'busybox:1.36 busybox:1.28',
        }),
        k('delete pod db-0'),
        k('get pod db-0', { until: true, out: 'Running' }),
        { name: 'names in the pod', run: 'kubectl exec db-0 -- hostname', until: true, out: 'db-0' },
        k('delete sts cut --cascade=orphan', { kubectl: { from: 20 } }),
        k('get pods -l app=cut'),
        k('delete pods -l app=cut'),
      ],
    },
    {
      name: 'daemon',
      files: { 'agent.yaml': daemon('agent') },
      before: ['kubectl apply -f agent.yaml'],
      entries: [
        k('rollout status ds/agent', {
          differs: { because: PROGRESS },
          out: 'daemon set "agent" successfully rolled out',
        }),
        k('get ds agent', {
          differs: { because: 'the demo has more nodes' },
          out: /agent {2}(\d+) {2}\1 {2}\1 {2}\1 {2}\1 {2}<none> {2}AGE/,
        }),
        k('get ds agent -o wide', { differs: { because: 'the demo has more nodes' } }),
        k('set image ds/agent main=busybox:1.28'),
        k('rollout status ds agent', { differs: { because: PROGRESS }, out: 'successfully rolled out' }),
        k('rollout history ds/agent'),
        k('rollout history ds/agent --revision=2'),
        k('rollout undo ds/agent'),
        k('rollout undo ds/agent --to-revision=9', { code: 1 }),
        k('rollout restart ds/agent'),
        k('rollout status ds/agent', {
          name: 'status of restart',
          timeoutMs: 150_000,
          differs: { because: PROGRESS },
          out: 'successfully',
        }),
        k('delete ds agent --cascade=foreground', { kubectl: { from: 20 } }),
        k('get pods -l app=agent', { until: true, err: 'No resources found' }),
      ],
    },
    {
      name: 'scale',
      files: { 'all.yaml': yaml(deployment('web', 1), configMap('settings'), stateful('db', 0)) },
      before: ['kubectl apply -f all.yaml', 'kubectl rollout status deploy/web'],
      entries: [
        ...each(
          'scale deployment web --replicas=2',
          'scale --replicas=3 deployment/web',
          'scale --current-replicas=3 --replicas=1 deployment web',
          'scale deploy/web sts/db --replicas=1',
          'scale deployment web --replicas=0',
        ),
        k('get deploy web', { until: true, out: 'web  0/0  0  0' }),
        k('scale -f all.yaml --replicas=1', { code: 'any' }),
        k('scale deployment web --replicas=2 --dry-run=server'),
        k('scale --replicas=1 rs -l app=web', { code: 'any', differs: { because: 'the Deployment scales it back' } }),
        ...fails(
          'scale --current-replicas=9 --replicas=1 deployment web',
          'scale --resource-version=1 --replicas=1 deployment web 2>&1 | sed "s/was .*/was another/"; exit 1',
          'scale deployment nothing --replicas=1',
          'scale deployment web --replicas=-1',
          'scale deployment web',
          'scale cm settings --replicas=1',
        ),
        ...each(
          'autoscale deployment web --min=1 --max=3 --cpu-percent=50',
          "get hpa web -o jsonpath='{.spec.minReplicas} {.spec.maxReplicas} {.spec.scaleTargetRef.name}'",
          'delete hpa web',
          'autoscale deployment web --max=3 --name=other --dry-run=client -o name',
          'scale deployment web --replicas=1',
        ),
        ...fails(
          'autoscale deployment web --min=3 --max=1',
          'autoscale deployment nothing --max=3',
          'autoscale deployment web',
          'autoscale cm settings --max=3',
        ),
      ],
    },
    {
      name: 'jobs',
      files: {
        'jobs.yaml': yaml(
          `apiVersion: batch/v1
kind: Job
metadata: {name: three}
spec:
  completions: 3
  parallelism: 2
  template: {spec: {restartPolicy: Never, containers: [{name: main, image: "busybox:1.36", command: [sh, -c, "echo part; sleep 1"]}]}}
`,
          `apiVersion: batch/v1
kind: Job
metadata: {name: bad}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, containers: [{name: main, image: "busybox:1.36", command: ["false"]}]}}
`,
          `apiVersion: batch/v1
kind: Job
metadata: {name: late}
spec:
  activeDeadlineSeconds: 2
  template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 1, containers: [{name: main, image: "busybox:1.36", command: [sleep, "3600"]}]}}
`,
        ),
      },
      before: ['kubectl apply -f jobs.yaml'],
      entries: [
        k('wait --for=condition=complete job/three --timeout=60s'),
        k('get job three', { out: /three .*3\/3/, differs: { because: 'today there is a column STATUS' } }),
        k('get pods -l job-name=three', { unordered: true, until: true, out: 'Completed' }),
        k('logs -l job-name=three', { unordered: true }),
        k('wait --for=condition=failed job/bad --timeout=60s'),
        k(
          'get job bad -o jsonpath=\'{.status.conditions[?(@.type=="Failed")].reason}: {.status.conditions[?(@.type=="Failed")].message}\'',
        ),
        k('wait --for=condition=failed job/late --timeout=60s'),
        k(
          'get job late -o jsonpath=\'{.status.conditions[?(@.type=="Failed")].reason}: {.status.conditions[?(@.type=="Failed")].message}\'',
        ),
        k('get pods -l job-name=bad', { until: true, out: /bad-RAND {2}0\/1 {2}Error {2}0 {2}AGE/ }),
        k('delete job three'),
        k('get pods -l job-name=three', { name: 'its pods go', until: true, err: 'No resources' }),
        k('wait --for=condition=complete job/bad --timeout=1s', { code: 1 }),
      ],
    },
    {
      name: 'delete',
      files: {
        'all.yaml': yaml(configMap('a'), configMap('b'), configMap('c'), service('web')),
        'web.yaml': deployment('web', 1),
        'boxes.yaml': yaml(pod('one'), pod('two'), pod('three'), pod('four')),
      },
      before: [
        'kubectl apply -f all.yaml',
        'kubectl apply -f web.yaml',
        'kubectl apply -f boxes.yaml',
        'kubectl wait --for=condition=Ready pod/one pod/two pod/three pod/four',
        'kubectl rollout status deploy/web',
      ],
      entries: [
        k('delete cm a --dry-run=client', { differs: { because: 'words of kubectl', lines: /nothing/ } }),
        k('delete cm a --dry-run=server'),
        k('delete cm a'),
        k('delete cm a', { name: 'delete twice', code: 1 }),
        k('delete cm a --ignore-not-found'),
        k('delete cm/b svc/web'),
        k('delete cm -l app=c'),
        k('delete cm -l none=such'),
        k('delete pod one --grace-period=0 --force', {
          differs: { because: 'words of kubectl' },
          out: 'pod "one" force deleted',
        }),
        k('delete pod two --now'),
        k('delete pod three --wait=false'),
        k('delete pod three four --ignore-not-found', { differs: { because: 'the third may be gone' } }),
        k('delete deployment web --cascade=orphan', { kubectl: { from: 20 } }),
        k('get rs -l app=web', { name: 'the orphan stays' }),
        k('get rs -l app=web -o jsonpath={.items[0].metadata.ownerReferences}'),
        k('delete rs -l app=web', { out: 'deleted' }),
        k('get pods -l app=web', { until: true, err: 'No resources found' }),
        k('apply -f web.yaml', { name: 'anew' }),
        k('delete deployment web --cascade=foreground', { kubectl: { from: 20 } }),
        k('get rs -l app=web', { name: 'foreground leaves none', until: true, err: 'No resources found' }),
        k('apply -f web.yaml', { name: 'and anew' }),
        k('delete -f web.yaml'),
        k('delete -f all.yaml --ignore-not-found'),
        k('delete pods --all', { differs: { because: 'pods of the Deployment may still go' } }),
        k('delete all --all', { differs: { because: 'what is left is a matter of chance' } }),
        k('delete pods --field-selector status.phase=Failed', {}),
        {
          name: 'delete by name from a pipe',
          run: 'kubectl create cm piped --from-literal=a=b && kubectl get cm piped -o name | xargs kubectl delete',
        },
        k('create ns $NS-temp'),
        k('delete ns $NS-temp'),
        k('get ns $NS-temp', { name: 'the namespace is gone', code: 1 }),
        ...fails(
          'delete pod',
          'delete pod nothing',
          'delete nothing a',
          'delete cm a --cascade=nonsense',
          'delete -f none.yaml',
          'delete ns default',
          'delete ns kube-system',
        ),
      ],
    },
  ],
};
