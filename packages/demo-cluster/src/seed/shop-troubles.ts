import { type Container, KEYS, type PodSpec } from '../controllers/kinds.ts';
import type { NewObject } from '../store.ts';
import { DAY, HOUR } from './backdated.ts';
import { type AppSpec, STORY } from './seed-workloads.ts';
import type { SeedObject } from './shop-objects.ts';

const STAGING = 'shop-staging';
const SHOP = 'registry.example.com/shop';
const MINUTE = 60_000;

const labels = { tier: 'backend' };
const small = { requests: { cpu: '25m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } };
const http = [{ name: 'http', containerPort: 8080, protocol: 'TCP' }];

function broken(name: string, story: string, container: Partial<Container>, pod?: Partial<PodSpec>): AppSpec {
  return {
    kind: 'Deployment',
    namespace: STAGING,
    name,
    story,
    container: { image: `${SHOP}/${name}:1.0.0`, resources: small, ...container },
    ...(pod ? { pod } : {}),
    labels,
    age: 25 * MINUTE,
    fate: 'new',
  };
}

/** Staging is where things break: one workload for each of the usual troubles that need no broken machine. */
export const SHOP_TROUBLES: readonly AppSpec[] = [
  broken('newsletter', 'The ConfigMap newsletter-config does not exist; create it.', {
    env: [{ name: 'SENDER', valueFrom: { configMapKeyRef: { name: 'newsletter-config', key: 'sender' } } }],
  }),
  broken('search', 'The readiness probe asks for a path that is not there, so the Service has no endpoints.', {
    image: 'nginx:1.27',
    ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
    readinessProbe: { httpGet: { path: '/no-such-page', port: 'http' }, periodSeconds: 5 },
  }),
  broken('thumbnails', 'The liveness probe asks the wrong port: the container is restarted again and again.', {
    ports: http,
    livenessProbe: { tcpSocket: { port: 9999 }, periodSeconds: 5, failureThreshold: 2 },
  }),
  broken('analytics', 'It needs more memory than its limit allows: OOMKilled.', {
    image: 'polinux/stress:1.0.4',
    command: ['stress'],
    args: ['--vm', '1', '--vm-bytes', '150M', '--vm-hang', '1'],
  }),
  broken('invoices', 'Its start command does not exist in the image.', { command: ['/opt/invoices/start'] }),
  broken('loyalty', 'The image name has capital letters, which no registry takes.', { image: 'Example.com/Loyalty:1' }),
  broken('gift-cards', 'imagePullPolicy is Never and no node has the image.', {
    image: `${SHOP}/gift-cards:never-pulled`,
    imagePullPolicy: 'Never',
  }),
  broken(
    'search-index',
    'The init container that migrates the index fails.',
    {},
    {
      initContainers: [
        {
          name: 'migrate',
          image: 'busybox:1.36',
          command: ['sh', '-c', 'echo "index schema 7 is unknown" >&2; exit 3'],
        },
      ],
    },
  ),
  broken(
    'exports',
    'Its claim asks for the storage class "premium", which does not exist.',
    { volumeMounts: [{ name: 'archive', mountPath: '/archive' }] },
    { volumes: [{ name: 'archive', persistentVolumeClaim: { claimName: 'exports-archive' } }] },
  ),
  broken(
    'sso',
    'The Secret with its keys is missing: the volume cannot be mounted.',
    { volumeMounts: [{ name: 'keys', mountPath: '/keys', readOnly: true }] },
    { volumes: [{ name: 'keys', secret: { secretName: 'sso-keys' } }] },
  ),
  broken('gpu-pricing', 'No node carries the label accelerator=gpu.', {}, { nodeSelector: { accelerator: 'gpu' } }),
  {
    ...broken('mailer', 'Its ServiceAccount does not exist, so no pod can be made.', {}),
    pods: 0,
    pod: { serviceAccountName: 'mailer' },
  },
  { ...broken('legacy-importer', 'Scaled to 0 on purpose: nothing runs.', {}), replicas: 0 },
  {
    ...broken('ledger', 'ledger-0 never becomes ready, so ledger-1 and ledger-2 are not made (OrderedReady).', {
      ports: http,
      readinessProbe: { exec: { command: ['test', '-f', '/data/ready'] }, periodSeconds: 5 },
    }),
    kind: 'StatefulSet',
    replicas: 3,
    pods: 1,
  },
];

const meta = (name: string, story: string, namespace: string | undefined = STAGING) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  annotations: { [STORY]: story },
});

const service = (name: string, story: string, spec: Record<string, unknown>): SeedObject => [
  KEYS.Service,
  { apiVersion: 'v1', kind: 'Service', metadata: meta(name, story), spec: { type: 'ClusterIP', ...spec } },
  2 * DAY,
];

const object = (key: SeedObject[0], age: number, made: NewObject): SeedObject => [key, made, age];

/** Objects of staging that are in trouble without a pod. */
export const SHOP_TROUBLE_OBJECTS: readonly SeedObject[] = [
  service('search', 'No pod behind it is ready.', {
    selector: { app: 'search' },
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
  }),
  service('wishlist', 'Its selector matches no pod: app=whishlist is misspelt.', {
    selector: { app: 'whishlist' },
    ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
  }),
  object(KEYS.PersistentVolumeClaim, 25 * MINUTE, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: meta('exports-archive', 'The storage class does not exist.'),
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'premium',
      resources: { requests: { storage: '50Gi' } },
    },
  }),
  object(KEYS.PersistentVolume, 6 * DAY, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: 'old-exports',
      annotations: { [STORY]: 'Released and kept (Retain): clear spec.claimRef to use it again.' },
    },
    spec: {
      capacity: { storage: '20Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'fast',
      hostPath: { path: '/srv/exports' },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: STAGING,
        name: 'old-exports',
        uid: '6c7dd0f2-3d0b-4a4e-9d3f-2f1c7a6f0b11',
      },
    },
    status: { phase: 'Released' },
  }),
  object(KEYS.Ingress, 2 * DAY, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta('staging', 'Its TLS Secret is missing, and so is the Service of /api/loyalty.'),
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['staging.example.com'], secretName: 'staging-tls' }],
      rules: [
        {
          host: 'staging.example.com',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'frontend', port: { number: 80 } } } },
              {
                path: '/api/loyalty',
                pathType: 'Prefix',
                backend: { service: { name: 'loyalty', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
  }),
  object(KEYS.HorizontalPodAutoscaler, 2 * DAY, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta('cart', 'The container requests no CPU, so there is nothing to measure a share of.'),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
      ],
    },
  }),
  object(KEYS.PodDisruptionBudget, 2 * DAY, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: meta('cart', 'One replica and at least one must stay: no node under it can be drained.'),
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'cart' } } },
  }),
  object(KEYS.NetworkPolicy, 2 * DAY, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta('deny-all', 'Selects every pod and allows nothing in.'),
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  }),
  object(KEYS.CronJob, 5 * DAY, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta('sitemap', 'Suspended: it will not run until spec.suspend is false.'),
    spec: {
      schedule: '*/30 * * * *',
      suspend: true,
      jobTemplate: {
        spec: {
          template: {
            spec: { restartPolicy: 'Never', containers: [{ name: 'sitemap', image: `${SHOP}/sitemap:1.2.0` }] },
          },
        },
      },
    },
  }),
  object(KEYS.Job, 3 * HOUR, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: meta('import-prices', 'Its container exits with 2; after one retry the Job gives up.'),
    spec: {
      backoffLimit: 1,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'import',
              image: 'busybox:1.36',
              command: ['sh', '-c', 'echo "prices.csv: line 17: not a number" >&2; exit 2'],
            },
          ],
        },
      },
    },
    // over and done with: the Job controller leaves it alone
    status: {
      failed: 2,
      conditions: [
        {
          type: 'Failed',
          status: 'True',
          reason: 'BackoffLimitExceeded',
          message: 'Job has reached the specified backoff limit',
        },
      ],
    },
  }),
  object(KEYS.Pod, 9 * HOUR, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta('report-render', 'Evicted: its node ran short of memory. What is left can be deleted.'),
      labels: { app: 'report-render' },
    },
    spec: { nodeName: 'node-2', containers: [{ name: 'render', image: `${SHOP}/report-render:0.3.0` }] },
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message:
        'The node was low on resource: memory. Threshold quantity: 100Mi, available: 61234Ki. Container render was using 1893420Ki, request is 0, has larger consumption of memory. ',
    },
  }),
];

/** Deleted, and kept by finalizers whose controllers are gone. */
export const SHOP_STUCK: readonly SeedObject[] = [
  object(KEYS.ConfigMap, 4 * DAY, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...meta('preview-42', 'Terminating: its finalizer waits for a controller that is not installed any more.'),
      finalizers: ['previews.example.com/cleanup'],
    },
    data: { url: 'https://preview-42.example.com' },
  }),
];
