import type { Group } from '../entry.ts';
import { configMap, k, pod, yaml } from './samples.ts';

/** Lines of a pod's description that belong to the version of the server: its token volume, its account. */
const POD_LINES =
  /PodReadyToStart|pod-index|unreachable:NoExecute|Created container|full \(|service-account|kube-api-access|default-token|SecretName:|Type: {2}(?:Secret|Projected)|Optional:|TokenExpirationSeconds|ConfigMapName|ConfigMapOptional|DownwardAPI|Service Account:|Seccomp|Node:|Image ID|^IPs?:|^ {2}IP:|Image: |Pulled|Pulling/;
/** Why the description of a pod differs. */
export const POD = {
  because: 'account tokens are projected since v1.21; images and nodes are others',
  lines: POD_LINES,
};

const SPECIAL_POD = `apiVersion: v1
kind: Pod
metadata: {name: full, labels: {app: full}, annotations: {note: hello}}
spec:
  terminationGracePeriodSeconds: 1
  automountServiceAccountToken: false
  nodeSelector: {kubernetes.io/os: linux}
  tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
  initContainers:
  - name: first
    image: busybox:1.36
    command: [sh, -c, "echo ready > /work/state"]
    volumeMounts: [{name: work, mountPath: /work}]
  containers:
  - name: main
    image: busybox:1.36
    command: [sleep, "3600"]
    args: []
    ports: [{name: http, containerPort: 8080}, {containerPort: 9090, protocol: UDP}]
    env:
    - {name: PLAIN, value: text}
    - {name: EMPTY}
    - {name: COLOR, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
    - {name: SECRET, valueFrom: {secretKeyRef: {name: password, key: password, optional: true}}}
    - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    envFrom: [{configMapRef: {name: settings}, prefix: S_}]
    resources: {limits: {cpu: 100m, memory: 32Mi}, requests: {cpu: 10m, memory: 16Mi}}
    livenessProbe: {exec: {command: ["true"]}, periodSeconds: 5}
    readinessProbe: {tcpSocket: {port: 8080}, initialDelaySeconds: 100, timeoutSeconds: 3}
    startupProbe: {httpGet: {path: /healthz, port: http, httpHeaders: [{name: a, value: b}]}, failureThreshold: 1000}
    volumeMounts:
    - {name: work, mountPath: /work}
    - {name: settings, mountPath: /etc/settings, readOnly: true}
    - {name: password, mountPath: /etc/password, subPath: password}
  volumes:
  - {name: work, emptyDir: {sizeLimit: 10Mi}}
  - {name: memory, emptyDir: {medium: Memory}}
  - {name: settings, configMap: {name: settings}}
  - {name: password, secret: {secretName: password, optional: true}}
  - {name: both, projected: {sources: [{configMap: {name: settings}}, {downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}]}}
`;

/** `kubectl describe pod`, of many kinds of pods. */
export const DESCRIBE_PODS: Group = {
  name: 'pods',
  files: {
    'all.yaml': yaml(configMap('settings'), pod('box')),
    'full.yaml': SPECIAL_POD,
    'broken.yaml': yaml(
      `apiVersion: v1
kind: Pod
metadata: {name: no-image}
spec:
  automountServiceAccountToken: false
  containers: [{name: main, image: "registry.example.com/no/such:1"}]
`,
      `apiVersion: v1
kind: Pod
metadata: {name: crashes}
spec:
  automountServiceAccountToken: false
  containers: [{name: main, image: "busybox:1.36", command: [sh, -c, "echo failing; exit 3"]}]
`,
      `apiVersion: v1
kind: Pod
metadata: {name: too-big}
spec:
  automountServiceAccountToken: false
  containers: [{name: main, image: "busybox:1.36", resources: {requests: {cpu: "1000"}}}]
`,
      `apiVersion: v1
kind: Pod
metadata: {name: no-config}
spec:
  automountServiceAccountToken: false
  containers: [{name: main, image: "busybox:1.36", env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: a}}}]}]
`,
      `apiVersion: v1
kind: Pod
metadata: {name: no-command}
spec:
  automountServiceAccountToken: false
  containers: [{name: main, image: "busybox:1.36", command: [no-such-program]}]
`,
    ),
  },
  before: [
    'kubectl apply -f all.yaml',
    'kubectl apply -f full.yaml',
    'kubectl apply -f broken.yaml',
    'kubectl wait --for=condition=Ready pod/box',
    'kubectl wait --for=condition=Initialized pod/full',
  ],
  entries: [
    k('describe pod box', { until: true, out: 'Started container main', differs: POD }),
    k('describe pod full', {
      until: true,
      out: ['Status:  Running', 'Started container main'],
      differs: {
        because: 'probes fail when they fail, beside the differences of every pod',
        lines: new RegExp(`${POD_LINES.source}|Unhealthy|FailedMount`),
      },
    }),
    k('describe pod no-image', {
      until: true,
      out: [
        /Reason: {2}(?:ErrImagePull|ImagePullBackOff)/,
        'Failed to pull image "registry.example.com/no/such:1"',
        'Error: ErrImagePull',
        'Error: ImagePullBackOff',
      ],
      differs: { because: 'the words of a container runtime that has no network' },
    }),
    k('describe pod crashes', {
      until: true,
      out: [
        'Reason:  CrashLoopBackOff',
        /Last State: {2}Terminated/,
        'Reason:  Error',
        'Exit Code:  3',
        'Back-off restarting failed container',
      ],
      differs: { because: 'kubelets of today name container and pod in the event' },
    }),
    k('describe pod too-big', {
      until: true,
      out: ['Status:  Pending', 'PodScheduled  False', /0\/\d+ nodes are available: .*Insufficient cpu/],
      differs: { because: 'the demo has more nodes' },
    }),
    k('describe pod no-config', {
      until: true,
      out: ['Reason:  CreateContainerConfigError', 'Error: configmap "none" not found'],
      differs: POD,
    }),
    k('describe pod no-command', {
      until: true,
      out: [/Reason: {2}(?:RunContainerError|CrashLoopBackOff|StartError)/, 'executable file not found in $PATH'],
      differs: { because: 'the words of the container runtime' },
    }),
    k('get pods', {
      until: true,
      unordered: true,
      out: [
        /^box {2}1\/1 {2}Running {2}0 {2}AGE$/m,
        /^no-image {2}0\/1 {2}(?:ErrImagePull|ImagePullBackOff) {2}0 {2}AGE$/m,
        /^too-big {2}0\/1 {2}Pending {2}0 {2}AGE$/m,
        /^no-config {2}0\/1 {2}CreateContainerConfigError {2}0 {2}AGE$/m,
        /^crashes {2}0\/1 {2}CrashLoopBackOff {2}\d+/m,
      ],
      differs: { because: 'pods that fail in turns' },
    }),
    k('describe pods -l app=box --show-events=false', { differs: POD }),
    k('describe pod bo', { name: 'describe by prefix', differs: POD, until: true, out: 'Started container main' }),
    k('logs crashes', { until: true, out: 'failing' }),
    k('logs no-image', {
      code: 1,
      err: /container "main" in pod "no-image" is waiting to start: (?:trying and failing to pull image|image can't be pulled)/,
      differs: { because: 'depends on the turn' },
    }),
    k('logs no-config', { code: 1 }),
    k('logs too-big', { code: 'any', differs: { because: 'older servers answer nothing' } }),
  ],
};
