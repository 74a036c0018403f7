import { KEYS } from '../controllers/kinds.ts';
import type { NewObject, ResourceKey } from '../store.ts';
import { DAY, HOUR } from './backdated.ts';

/** One plain object of the seed: resource, object, age. */
export type SeedObject = readonly [key: ResourceKey, object: NewObject, age: number];

const base64 = (text: string) => Buffer.from(text).toString('base64');
const meta = (name: string, namespace: string, labels?: Record<string, string>) => ({
  name,
  namespace,
  ...(labels ? { labels } : {}),
});

function service(
  namespace: string,
  name: string,
  port: number,
  target: number | string,
  more: Record<string, unknown> = {},
): SeedObject {
  return [
    KEYS.Service,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta(name, namespace, { app: name }),
      spec: {
        type: 'ClusterIP',
        selector: { app: name },
        ports: [{ name: 'http', port, targetPort: target, protocol: 'TCP' }],
        ...more,
      },
    },
    11 * DAY,
  ];
}

const configMap = (namespace: string, name: string, data: Record<string, string>, age = 11 * DAY): SeedObject => [
  KEYS.ConfigMap,
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(name, namespace), data },
  age,
];

const secret = (namespace: string, name: string, data: Record<string, string>, type = 'Opaque'): SeedObject => [
  KEYS.Secret,
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta(name, namespace),
    type,
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])),
  },
  11 * DAY,
];

/** Everything of the seed that is neither a node nor a workload. */
export const SHOP_OBJECTS: readonly SeedObject[] = [
  [
    KEYS.StorageClass,
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'rancher.io/local-path',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
    14 * DAY,
  ],
  [
    KEYS.StorageClass,
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast' },
      provisioner: 'ssd.csi.example.com',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'Immediate',
      allowVolumeExpansion: true,
    },
    14 * DAY,
  ],
  service('shop', 'frontend', 80, 'http', { type: 'LoadBalancer' }),
  service('shop', 'cart', 8080, 'http'),
  service('shop', 'checkout', 8080, 'http'),
  service('shop', 'catalog', 8080, 'http'),
  service('shop', 'payments', 8080, 'http'),
  service('shop', 'redis', 6379, 'redis', { clusterIP: 'None', clusterIPs: ['None'] }),
  service('shop', 'postgres', 5432, 'postgres', { clusterIP: 'None', clusterIPs: ['None'] }),
  service('shop-staging', 'frontend', 80, 'http', { type: 'NodePort' }),
  service('monitoring', 'prometheus', 9090, 'web'),
  service('monitoring', 'grafana', 3000, 'http'),
  [
    KEYS.Service,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta('kube-dns', 'kube-system', {
        'k8s-app': 'kube-dns',
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'CoreDNS',
      }),
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.10',
        clusterIPs: ['10.96.0.10'],
        selector: { 'k8s-app': 'kube-dns' },
        ports: [
          { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53, targetPort: 53, protocol: 'TCP' },
          { name: 'metrics', port: 9153, targetPort: 9153, protocol: 'TCP' },
        ],
      },
    },
    14 * DAY,
  ],
  configMap('shop', 'shop-config', { LOG_LEVEL: 'info', CURRENCY: 'EUR', FEATURE_NEW_CHECKOUT: 'true' }),
  configMap('shop', 'frontend-config', {
    'site.json': '{\n  "title": "The Quarterdeck Shop",\n  "theme": "light",\n  "locales": ["en", "zh-CN"]\n}\n',
    'robots.txt': 'User-agent: *\nDisallow: /checkout\n',
  }),
  configMap('shop', 'payments-config', { PAYMENT_CURRENCY: 'EUR', RETRY_LIMIT: '3' }, 20 * HOUR),
  secret('shop', 'postgres-credentials', { username: 'shop', password: 'demo-only-not-a-secret' }),
  secret(
    'shop',
    'frontend-tls',
    { 'tls.crt': '-----BEGIN CERTIFICATE-----\nREVNTw==\n-----END CERTIFICATE-----\n', 'tls.key': 'demo' },
    'kubernetes.io/tls',
  ),
  configMap('shop-staging', 'shop-config', { LOG_LEVEL: 'debug', CURRENCY: 'EUR' }, 3 * DAY),
  [
    KEYS.Ingress,
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: meta('shop', 'shop'),
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['shop.example.com'], secretName: 'frontend-tls' }],
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name: 'frontend', port: { name: 'http' } } } },
                {
                  path: '/api/cart',
                  pathType: 'Prefix',
                  backend: { service: { name: 'cart', port: { number: 8080 } } },
                },
              ],
            },
          },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
    },
    11 * DAY,
  ],
  [
    KEYS.HorizontalPodAutoscaler,
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: meta('catalog', 'shop'),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'catalog' },
        minReplicas: 2,
        maxReplicas: 8,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
    },
    9 * DAY,
  ],
  [
    KEYS.PodDisruptionBudget,
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: meta('frontend', 'shop'),
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'frontend' } } },
    },
    11 * DAY,
  ],
  [
    KEYS.NetworkPolicy,
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: meta('postgres-from-backend', 'shop'),
      spec: {
        podSelector: { matchLabels: { app: 'postgres' } },
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: { tier: 'backend' } } }], ports: [{ port: 5432, protocol: 'TCP' }] },
        ],
      },
    },
    8 * DAY,
  ],
  [
    KEYS.ResourceQuota,
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: meta('shop-quota', 'shop'),
      spec: {
        hard: { pods: '60', 'requests.cpu': '160', 'requests.memory': '640Gi', services: '20', configmaps: '40' },
      },
    },
    11 * DAY,
  ],
  [
    KEYS.LimitRange,
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: meta('defaults', 'shop'),
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m', memory: '256Mi' },
            defaultRequest: { cpu: '50m', memory: '64Mi' },
          },
        ],
      },
    },
    11 * DAY,
  ],
  [
    KEYS.Pod,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta('image-indexer', 'shop', { app: 'image-indexer' }),
      spec: {
        containers: [
          {
            name: 'indexer',
            image: 'registry.example.com/shop/indexer:0.9.0',
            // a limit of its own: the LimitRange's default would be below what it asks for, which no server admits
            resources: { requests: { cpu: '64', memory: '512Gi' }, limits: { cpu: '64', memory: '512Gi' } },
          },
        ],
      },
    },
    7 * HOUR,
  ],
];
