import { createHash } from 'node:crypto';
import { MIRROR } from '../admission/service-account.ts';
import { type Container, KEYS, type Pod } from '../controllers/kinds.ts';
import { DAY, type Seeder } from './backdated.ts';
import { agedStatus } from './running-pod.ts';
import { NODES, nodeAddress } from './seed-nodes.ts';

const VERSION = 'v1.34.0';
const AGE = 14 * DAY;
const [HOME] = NODES;
const ADDRESS = nodeAddress(HOME);

interface Part {
  readonly name: string;
  readonly image: string;
  readonly flags: readonly string[];
  readonly cpu: string;
  readonly memory?: string;
  /** folders of the node that it has mounted */
  readonly folders: Readonly<Record<string, string>>;
  readonly health: { readonly port: number; readonly scheme: 'HTTP' | 'HTTPS'; readonly path: string };
}

const PARTS: readonly Part[] = [
  {
    name: 'etcd',
    image: 'registry.k8s.io/etcd:3.6.4-0',
    flags: [
      `--advertise-client-urls=https://${ADDRESS}:2379`,
      '--cert-file=/etc/kubernetes/pki/etcd/server.crt',
      '--client-cert-auth=true',
      '--data-dir=/var/lib/etcd',
      `--listen-client-urls=https://127.0.0.1:2379,https://${ADDRESS}:2379`,
      '--listen-metrics-urls=http://127.0.0.1:2381',
      `--name=${HOME}`,
    ],
    cpu: '100m',
    memory: '100Mi',
    folders: { 'etcd-certs': '/etc/kubernetes/pki/etcd', 'etcd-data': '/var/lib/etcd' },
    health: { port: 2381, scheme: 'HTTP', path: '/readyz' },
  },
  {
    name: 'kube-apiserver',
    image: `registry.k8s.io/kube-apiserver:${VERSION}`,
    flags: [
      `--advertise-address=${ADDRESS}`,
      '--allow-privileged=true',
      '--authorization-mode=Node,RBAC',
      '--client-ca-file=/etc/kubernetes/pki/ca.crt',
      '--enable-admission-plugins=NodeRestriction',
      '--etcd-servers=https://127.0.0.1:2379',
      '--secure-port=6443',
      '--service-cluster-ip-range=10.96.0.0/12',
    ],
    cpu: '250m',
    folders: { 'ca-certs': '/etc/ssl/certs', 'k8s-certs': '/etc/kubernetes/pki' },
    health: { port: 6443, scheme: 'HTTPS', path: '/livez' },
  },
  {
    name: 'kube-controller-manager',
    image: `registry.k8s.io/kube-controller-manager:${VERSION}`,
    flags: [
      '--allocate-node-cidrs=true',
      '--bind-address=127.0.0.1',
      '--cluster-cidr=10.244.0.0/16',
      '--controllers=*,bootstrapsigner,tokencleaner',
      '--kubeconfig=/etc/kubernetes/controller-manager.conf',
      '--leader-elect=true',
      '--use-service-account-credentials=true',
    ],
    cpu: '200m',
    folders: {
      'ca-certs': '/etc/ssl/certs',
      'k8s-certs': '/etc/kubernetes/pki',
      kubeconfig: '/etc/kubernetes/controller-manager.conf',
    },
    health: { port: 10257, scheme: 'HTTPS', path: '/healthz' },
  },
  {
    name: 'kube-scheduler',
    image: `registry.k8s.io/kube-scheduler:${VERSION}`,
    flags: ['--bind-address=127.0.0.1', '--kubeconfig=/etc/kubernetes/scheduler.conf', '--leader-elect=true'],
    cpu: '100m',
    folders: { kubeconfig: '/etc/kubernetes/scheduler.conf' },
    health: { port: 10259, scheme: 'HTTPS', path: '/livez' },
  },
];

/** The control plane as kubeadm sets it up: static pods of the first node, of which the API shows the mirrors. */
export function seedControlPlane(seeder: Seeder): void {
  const { store } = seeder;
  const node = store.get(KEYS.Node, undefined, HOME);
  if (!node) return;
  for (const part of PARTS) {
    const name = `${part.name}-${HOME}`;
    const hash = createHash('md5').update(part.flags.join()).digest('hex');
    const pod = seeder.create(
      KEYS.Pod,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          namespace: 'kube-system',
          labels: { component: part.name, tier: 'control-plane' },
          annotations: {
            'kubernetes.io/config.hash': hash,
            [MIRROR]: hash,
            'kubernetes.io/config.seen': seeder.ago(AGE),
            'kubernetes.io/config.source': 'file',
          },
          ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: HOME, uid: node.metadata.uid, controller: true }],
        },
        spec: {
          nodeName: HOME,
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
          containers: [containerOf(part)],
          volumes: Object.entries(part.folders).map(([volume, path]) => ({
            name: volume,
            hostPath: { path, type: path.endsWith('.conf') ? 'FileOrCreate' : 'DirectoryOrCreate' },
          })),
        },
      },
      AGE,
    ) as Pod;
    store.update(KEYS.Pod, 'kube-system', name, (draft) => {
      (draft as Pod).status = agedStatus(seeder, pod, 'running', AGE, ADDRESS);
    });
  }
}

function containerOf({ name, image, flags, cpu, memory, folders, health }: Part): Container {
  const probe = {
    httpGet: { host: '127.0.0.1', path: health.path, port: health.port, scheme: health.scheme },
    initialDelaySeconds: 10,
    periodSeconds: 10,
    timeoutSeconds: 15,
    failureThreshold: 8,
  };
  return {
    name,
    image,
    command: [name, ...flags],
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu, ...(memory ? { memory } : {}) } },
    livenessProbe: probe,
    volumeMounts: Object.entries(folders).map(([volume, mountPath]) => ({
      name: volume,
      mountPath,
      ...(volume === 'etcd-data' ? {} : { readOnly: true }),
    })),
  };
}
