import type { Container } from '../controllers/kinds.ts';
import { DAY, HOUR } from './backdated.ts';
import type { AppSpec } from './seed-workloads.ts';

const SHOP = 'registry.example.com/shop';
const resources = (cpu: string, memory: string) => ({
  requests: { cpu, memory },
  limits: {
    cpu: cpu.replace(/^(\d+)m$/, (_all, milli: string) => `${Number(milli) * 4}m`),
    memory: memory.replace(/^\d+/, (size) => String(Number(size) * 2)),
  },
});

function service(name: string, tag: string, more: Partial<Container> = {}): AppSpec['container'] {
  return {
    image: `${SHOP}/${name}:${tag}`,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      { name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { name: 'shop-config', key: 'LOG_LEVEL' } } },
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'postgres-credentials', key: 'password' } } },
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
    resources: resources('50m', '64Mi'),
    readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10 },
    livenessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 20 },
    ...more,
  };
}

const plain = (name: string, image: string, more: Partial<Container> = {}): Container => ({
  name,
  image,
  resources: resources('25m', '32Mi'),
  ...more,
});

/** The shop, its staging copy and the monitoring: healthy parts and one of each usual trouble. */
export const SHOP_APPS: readonly AppSpec[] = [
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'frontend',
    replicas: 3,
    container: plain('frontend', 'nginx:1.27', {
      ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
      readinessProbe: { httpGet: { path: '/', port: 'http' } },
      volumeMounts: [{ name: 'config', mountPath: '/etc/frontend' }],
    }),
    pod: { volumes: [{ name: 'config', configMap: { name: 'frontend-config' } }] },
    labels: { tier: 'web' },
    annotations: { 'prometheus.io/scrape': 'true' },
    age: 11 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'cart',
    replicas: 2,
    container: service('cart', '2.7.1'),
    labels: { tier: 'backend' },
    age: 11 * DAY,
    restarts: 1,
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'checkout',
    replicas: 2,
    container: service('checkout', '2.7.1'),
    sidecars: [
      plain('metrics', `${SHOP}/metrics-sidecar:1.2`, {
        ports: [{ name: 'metrics', containerPort: 9102, protocol: 'TCP' }],
      }),
    ],
    labels: { tier: 'backend' },
    age: 6 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'catalog',
    replicas: 3,
    container: service('catalog', '2.6.4'),
    labels: { tier: 'backend' },
    age: 9 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'payments',
    replicas: 1,
    container: service('payments', '3.2.0', { envFrom: [{ configMapRef: { name: 'payments-config' } }] }),
    labels: { tier: 'backend' },
    age: 20 * HOUR,
    fate: 'crashing',
    restarts: 214,
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'recommendations',
    replicas: 1,
    container: service('recommendations', 'v999'),
    labels: { tier: 'backend' },
    age: 5 * HOUR,
    fate: 'pulling',
  },
  {
    kind: 'StatefulSet',
    namespace: 'shop',
    name: 'redis',
    replicas: 1,
    container: plain('redis', 'redis:7.4', {
      ports: [{ name: 'redis', containerPort: 6379, protocol: 'TCP' }],
      readinessProbe: { exec: { command: ['redis-cli', 'ping'] } },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    }),
    storage: '1Gi',
    labels: { tier: 'data' },
    age: 11 * DAY,
  },
  {
    kind: 'StatefulSet',
    namespace: 'shop',
    name: 'postgres',
    replicas: 2,
    container: plain('postgres', 'postgres:17', {
      ports: [{ name: 'postgres', containerPort: 5432, protocol: 'TCP' }],
      env: [
        { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'postgres-credentials', key: 'password' } } },
      ],
      volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
    }),
    storage: '10Gi',
    labels: { tier: 'data' },
    age: 11 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'shop-staging',
    name: 'frontend',
    container: plain('frontend', 'nginx:1.27', { ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }] }),
    age: 3 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'shop-staging',
    name: 'cart',
    container: { image: `${SHOP}/cart:2.8.0-rc.1`, ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] },
    age: 3 * DAY,
  },
  {
    kind: 'StatefulSet',
    namespace: 'monitoring',
    name: 'prometheus',
    container: plain('prometheus', 'prom/prometheus:v3.0.0', {
      ports: [{ name: 'web', containerPort: 9090, protocol: 'TCP' }],
      volumeMounts: [{ name: 'data', mountPath: '/prometheus' }],
    }),
    storage: '20Gi',
    age: 12 * DAY,
  },
  {
    kind: 'DaemonSet',
    namespace: 'monitoring',
    name: 'node-exporter',
    container: plain('node-exporter', 'prom/node-exporter:v1.8.2', {
      ports: [{ name: 'metrics', containerPort: 9100, protocol: 'TCP' }],
    }),
    pod: { hostNetwork: true, tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    age: 12 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'monitoring',
    name: 'grafana',
    container: plain('grafana', 'grafana/grafana:11.3.0', {
      ports: [{ name: 'http', containerPort: 3000, protocol: 'TCP' }],
    }),
    age: 12 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'coredns',
    replicas: 2,
    container: plain('coredns', 'registry.k8s.io/coredns/coredns:v1.11.3', {
      args: ['-conf', '/etc/coredns/Corefile'],
      ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }],
    }),
    pod: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    labels: { 'k8s-app': 'kube-dns' },
    age: 14 * DAY,
  },
  {
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'metrics-server',
    container: plain('metrics-server', 'registry.k8s.io/metrics-server/metrics-server:v0.7.2', {
      args: ['--secure-port=10250'],
      ports: [{ name: 'https', containerPort: 10250, protocol: 'TCP' }],
    }),
    labels: { 'k8s-app': 'metrics-server' },
    age: 14 * DAY,
  },
  {
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'kube-proxy',
    container: plain('kube-proxy', 'registry.k8s.io/kube-proxy:v1.34.0', {
      command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'],
    }),
    pod: { hostNetwork: true, tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    labels: { 'k8s-app': 'kube-proxy' },
    age: 14 * DAY,
  },
];
