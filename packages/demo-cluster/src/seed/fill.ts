import { KEYS, type Pod, type PodStatus } from '../controllers/kinds.ts';
import { timestamp } from '../controllers/time.ts';
import { realTimers } from '../controllers/timers.ts';
import type { ClusterStore } from '../store.ts';

export interface FillOptions {
  readonly nodes: number;
  readonly pods: number;
  /** status changes per second */
  readonly churn: number;
}

const NAMESPACES = 20;
const APPS = ['web', 'api', 'worker', 'cache', 'gateway', 'billing', 'search'] as const;
const TICK_MS = 50;
// coprime to every number of pods: neighbours in time are no neighbours in the list
const STRIDE = 7919;

const nodeName = (i: number) => `sim-${String(i).padStart(3, '0')}`;
const namespaceOf = (i: number) => `sim-ns-${String(i % NAMESPACES).padStart(2, '0')}`;
const hash = (i: number) => ((i * 2_654_435_761) % 4_294_967_296).toString(36).padStart(7, '0');
const appOf = (i: number) => APPS[i % APPS.length] ?? 'web';
const podName = (i: number) => `${appOf(i)}-${hash(i >> 4)}-${hash(i).slice(-5)}`;

type Fate = 'crash' | 'image' | 'pending' | 'done' | 'run';

function fateOf(i: number): Fate {
  if (i % 211 === 7) return 'crash';
  if (i % 307 === 11) return 'image';
  if (i % 401 === 13) return 'pending';
  return i % 53 === 5 ? 'done' : 'run';
}

/** Adds simulated nodes and pods to a store and changes their statuses at a steady rate until stopped. */
export function fill(store: ClusterStore, { nodes, pods, churn }: FillOptions): { stop(): void } {
  for (let i = 0; i < nodes; i++) addNode(store, i);
  if (pods > 0)
    for (let i = 0; i < NAMESPACES; i++)
      if (!store.get(KEYS.Namespace, undefined, namespaceOf(i)))
        store.create(KEYS.Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaceOf(i) } });
  for (let i = 0; i < pods; i++) addPod(store, i, nodes);
  if (churn <= 0 || pods === 0) return { stop() {} };
  let step = 0;
  let isStopped = false;
  let cancel = () => {};
  let owed = 0;
  let last = store.now();
  const tick = () => {
    if (isStopped) return;
    const now = store.now();
    owed = Math.min(owed + ((now - last) / 1000) * churn, churn);
    last = now;
    // a machine that cannot keep up still has time for its clients
    const end = performance.now() + TICK_MS / 2;
    for (; owed >= 1 && performance.now() < end; owed--) {
      const i = (step++ * STRIDE) % pods;
      const restarts = step % 97;
      store.update(KEYS.Pod, namespaceOf(i), podName(i), (draft) => {
        (draft as Pod).status = podStatus(i, restarts, timestamp(now));
      });
    }
    cancel = realTimers.after(TICK_MS, tick);
  };
  cancel = realTimers.after(TICK_MS, tick);
  return {
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

function addNode(store: ClusterStore, i: number): void {
  const name = nodeName(i);
  if (store.get(KEYS.Node, undefined, name)) return;
  const at = timestamp(store.now());
  const condition = (type: string, status: string, more: object = {}) => ({
    type,
    status,
    lastTransitionTime: at,
    lastHeartbeatTime: at,
    ...more,
  });
  store.create(KEYS.Node, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${i % 3}`, simulated: 'true' },
    },
    spec: { taints: [{ key: 'simulated', effect: 'NoSchedule' }] },
    status: {
      capacity: { cpu: '64', memory: '256Gi', pods: '1000' },
      allocatable: { cpu: '62', memory: '250Gi', pods: '1000' },
      conditions: [
        condition('Ready', 'True', { reason: 'KubeletReady', message: 'simulated' }),
        ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, 'False')),
      ],
      nodeInfo: {
        kubeletVersion: 'v1.34.0',
        osImage: 'simulated',
        kernelVersion: '6.8',
        containerRuntimeVersion: 'simulated://1',
        architecture: 'amd64',
        operatingSystem: 'linux',
        bootID: '',
        machineID: '',
        systemUUID: '',
        kubeProxyVersion: '',
      },
    },
  });
}

function addPod(store: ClusterStore, i: number, nodes: number): void {
  const container = (name: string) => ({
    name,
    image: 'nginx:1.14.2',
    ports: [{ containerPort: 8080, name: 'http' }],
    env: Array.from({ length: 8 }, (_, n) => ({ name: `SETTING_${n}`, value: `value-${hash(i + n)}` })),
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 10 },
    volumeMounts: [{ name: 'config', mountPath: '/etc/app' }],
  });
  if (store.get(KEYS.Pod, namespaceOf(i), podName(i))) return;
  store.create(KEYS.Pod, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(i),
      namespace: namespaceOf(i),
      labels: {
        app: appOf(i),
        'pod-template-hash': hash(i >> 4),
        tier: i % 2 === 1 ? 'front' : 'back',
        'app.kubernetes.io/part-of': 'shop',
      },
      annotations: { 'prometheus.io/scrape': 'true', 'example.com/note': `pod number ${i}` },
    },
    spec: {
      // a pod without a node would wait for the scheduler
      nodeName: nodeName(nodes > 0 ? i % nodes : 0),
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      tolerations: [{ operator: 'Exists' }],
      containers: [container('app'), ...(i % 5 === 0 ? [container('sidecar')] : [])],
      volumes: [{ name: 'config', emptyDir: {} }],
    },
    status: podStatus(i, 0, timestamp(store.now())),
  });
}

function podStatus(i: number, restarts: number, at: string): PodStatus {
  const fate = fateOf(i);
  const condition = (type: string, status = 'True') => ({ type, status, lastTransitionTime: at });
  if (fate === 'pending') return { phase: 'Pending', conditions: [condition('PodScheduled')] };
  const ready = fate === 'run' ? 'True' : 'False';
  return {
    phase: { run: 'Running', done: 'Succeeded', crash: 'Running', image: 'Pending' }[fate],
    podIP: `10.${128 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`,
    hostIP: '127.0.0.1',
    startTime: at,
    qosClass: 'Burstable',
    containerStatuses: ['app', ...(i % 5 === 0 ? ['sidecar'] : [])].map((name) => ({
      name,
      restartCount: fate === 'crash' ? 40 + restarts : restarts,
      containerID: `sim://${hash(i)}${hash(i + 1)}`,
      image: 'nginx:1.14.2',
      imageID: `sim@sha256:${hash(i).repeat(9)}`,
      ready: fate === 'run',
      started: fate === 'run',
      ...containerState(fate, at),
    })),
    conditions: [
      condition('Initialized'),
      condition('Ready', ready),
      condition('ContainersReady', ready),
      condition('PodScheduled'),
    ],
  };
}

function containerState(fate: Exclude<Fate, 'pending'>, at: string) {
  const ended = (exitCode: number, reason: string) => ({
    terminated: { exitCode, reason, startedAt: at, finishedAt: at },
  });
  switch (fate) {
    case 'run':
      return { state: { running: { startedAt: at } }, lastState: {} };
    case 'done':
      return { state: ended(0, 'Completed'), lastState: {} };
    case 'crash':
      return {
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } },
        lastState: ended(1, 'Error'),
      };
    case 'image':
      return { state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } }, lastState: {} };
  }
}
