import type { Area } from '../entry.ts';
import { CUSTOM } from './get-custom.ts';
import { KIND_GROUPS } from './get-kinds.ts';
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
    ...KIND_GROUPS,
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
    CUSTOM,
  ],
};
