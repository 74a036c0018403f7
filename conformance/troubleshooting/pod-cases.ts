import type { Scenario, Step } from '../scenarios/scenario.ts';

/** A pod's STATUS as kubectl shows it. */
function status(id: string, words: string, within?: number): Step {
  const line = `kubectl get pod it --no-headers | tr -s " " | cut -d " " -f 3`;
  return within === undefined ? { id, line, sees: words } : { id, line, sees: words, within };
}

/** An event of the pod, as describe shows it. */
function event(id: string, row: string, reason: string): Step {
  return { id, line: `kubectl describe pod it | grep -E "^ +(Normal|Warning) " | grep -m 1 "${reason}"`, sees: row };
}

function pod(id: string, spec: string): Step {
  return {
    id,
    line: `kubectl apply -f - <<'EOF'
apiVersion: v1
kind: Pod
metadata: { name: it, labels: { app: it } }
spec: ${spec}
EOF`,
    prints: 'pod/it created',
  };
}

const container = (more: string): string =>
  `{ containers: [{ name: main, image: "busybox:1.36", imagePullPolicy: IfNotPresent, ${more} }] }`;

function one(id: string, title: string, steps: readonly Step[]): Scenario {
  return { id, title, steps };
}

/** Pods that do not start, or do not stay. */
export const POD_CASES: readonly Scenario[] = [
  one('T-62', 'CrashLoopBackOff, and the logs of the run before', [
    pod('T-62', container('command: [sh, -c, "echo broken; exit 3"]')),
    status('T-62', 'CrashLoopBackOff'),
    event('T-62', 'Warning BackOff <text> Back-off restarting failed container<text>', 'BackOff'),
    { id: 'T-17', line: 'kubectl logs it --previous', sees: 'broken' },
    {
      id: 'T-62',
      line: 'kubectl describe pod it | grep -A 3 "Last State"',
      sees: `
        Last State:     Terminated
          Reason:       Error
          Exit Code:    3
          …`,
    },
  ]),
  one('T-23', 'a private image, and a registry that is not there', [
    pod('T-23', '{ containers: [{ name: main, image: "registry.invalid/team/app:1" }] }'),
    status('T-23', 'ImagePullBackOff'),
    event('T-23', 'Warning Failed <text> Error: ErrImagePull', 'Error: ErrImagePull'),
    event(
      'T-23',
      'Normal BackOff <text> Back-off pulling image "registry.invalid/team/app:1"<text>',
      'Back-off pulling',
    ),
  ]),
  one('D-06', 'a name that is no image', [
    pod('D-06', '{ containers: [{ name: main, image: "Not An Image" }] }'),
    status('D-06', 'InvalidImageName'),
    event('D-06', 'Warning InspectFailed <text>', 'InspectFailed'),
  ]),
  one('D-06b', 'an image that may not be pulled', [
    pod('D-06b', '{ containers: [{ name: main, image: "busybox:9.9.9", imagePullPolicy: Never }] }'),
    status('D-06b', 'ErrImageNeverPull'),
    event('D-06b', 'Warning ErrImageNeverPull <text>', 'ErrImageNeverPull'),
  ]),
  one('D-07', 'a ConfigMap that is missing', [
    pod('D-07', container('command: [sleep, "1000"], envFrom: [{ configMapRef: { name: missing } }]')),
    status('D-07', 'CreateContainerConfigError'),
    event('D-07', 'Warning Failed <text> Error: configmap "missing" not found', 'Error: configmap'),
  ]),
  one('D-07b', 'a Secret that is missing, as a volume', [
    pod(
      'D-07b',
      '{ containers: [{ name: main, image: "busybox:1.36", imagePullPolicy: IfNotPresent, command: [sleep, "1000"], volumeMounts: [{ name: v, mountPath: /v }] }], volumes: [{ name: v, secret: { secretName: missing } }] }',
    ),
    status('D-07b', 'ContainerCreating'),
    event(
      'D-07b',
      'Warning FailedMount <text> MountVolume.SetUp failed for volume "v" : secret "missing" not found',
      'FailedMount',
    ),
  ]),
  one('D-09', 'a command that is not there', [
    pod('D-09', container('command: [/no/such/program]')),
    {
      id: 'D-09',
      line: 'kubectl describe pod it | grep -m 1 "Warning *Failed"',
      sees: 'Warning Failed <text> Error: failed to <text>/no/such/program<text>no such file or directory<text>',
    },
  ]),
  one('D-10', 'an init container that does not end', [
    pod(
      'D-10',
      '{ initContainers: [{ name: first, image: "busybox:1.36", imagePullPolicy: IfNotPresent, command: [sleep, "1000"] }], containers: [{ name: main, image: "busybox:1.36", imagePullPolicy: IfNotPresent }] }',
    ),
    status('D-10', 'Init:0/1'),
  ]),
  one('T-21', 'runs, but gets no traffic', [
    pod(
      'T-21',
      container('command: [sleep, "1000"], readinessProbe: { exec: { command: ["false"] }, periodSeconds: 1 }'),
    ),
    { id: 'T-21', line: 'kubectl expose pod it --port 80', prints: 'service/it exposed' },
    {
      id: 'T-21',
      line: 'kubectl get pod it --no-headers',
      sees: 'it 0/1 Running 0 <age>',
    },
    event('T-21', 'Warning Unhealthy <text> Readiness probe failed:<text>', 'Unhealthy'),
    { id: 'T-21', line: 'kubectl get endpoints it --no-headers 2>/dev/null', sees: 'it <text><age>' },
  ]),
  one('D-12', 'restarts again and again', [
    pod(
      'D-12',
      container(
        'command: [sleep, "1000"], livenessProbe: { exec: { command: ["false"] }, periodSeconds: 1, failureThreshold: 2 }',
      ),
    ),
    event('D-12', 'Warning Unhealthy <text> Liveness probe failed:<text>', 'Liveness probe failed'),
    event('D-12', 'Normal Killing <text> Container main failed liveness probe, will be restarted', 'Killing'),
  ]),
  one('T-43', 'no node has room', [
    pod('T-43', container('command: [sleep, "1000"], resources: { requests: { memory: 10Ti } }')),
    status('T-43', 'Pending'),
    event(
      'T-43',
      'Warning FailedScheduling <text> 0/<number> nodes are available: <text>Insufficient memory<text>',
      'FailedScheduling',
    ),
  ]),
  one('T-14', 'a bare pod whose finalizer holds it', [
    pod('T-14', container('command: [sh, -c, "trap exit TERM; while true; do sleep 1; done"]')),
    status('T-14', 'Running'),
    {
      id: 'T-14',
      line: `kubectl patch pod it -p '{"metadata":{"finalizers":["example.com/hold"]}}'`,
      prints: 'pod/it patched',
    },
    { id: 'T-14', line: 'kubectl delete pod it --wait=false', prints: 'pod "it" deleted' },
    status('T-14', 'Terminating'),
    { id: 'T-69', line: `kubectl patch pod it -p '{"metadata":{"finalizers":null}}'`, prints: 'pod/it patched' },
    { id: 'T-69', line: 'kubectl get pod it', code: 1, sees: 'Error from server (NotFound): pods "it" not found' },
  ]),
  one('T-85', 'a field of a pod that cannot be changed', [
    pod('T-85', container('command: [sleep, "1000"]')),
    {
      id: 'T-85',
      line: `kubectl patch pod it --type=json -p='[{"op":"replace","path":"/spec/containers/0/imagePullPolicy","value":"Always"}]'`,
      code: 1,
      prints: 'The Pod "it" is invalid: spec: Forbidden: pod updates may not change fields other than <text>\n…',
    },
  ]),
];
