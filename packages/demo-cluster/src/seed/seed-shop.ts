import { admittedStore } from '../admission/admitted-store.ts';
import type { CronJob } from '../controllers/job-kinds.ts';
import { KEYS } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import { DAY, Seeder } from './backdated.ts';
import { seedControlPlane } from './control-plane.ts';
import { seedNodes } from './seed-nodes.ts';
import { WorkloadSeeder } from './seed-workloads.ts';
import { SHOP_ACCESS } from './shop-access.ts';
import { SHOP_APPS } from './shop-apps.ts';
import { seedBackups } from './shop-backups.ts';
import { SHOP_OBJECTS } from './shop-objects.ts';
import { SHOP_STUCK, SHOP_TROUBLE_OBJECTS, SHOP_TROUBLES } from './shop-troubles.ts';

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'shop', 'shop-staging', 'monitoring'];

/** Fills a store with the demo's shop: a small cluster that has been running for two weeks, with its troubles. */
export function seedShop(store: ClusterStore): void {
  const seeder = new Seeder(admittedStore(store));
  for (const name of NAMESPACES) {
    const age = name.startsWith('shop') || name === 'monitoring' ? 12 * DAY : 14 * DAY;
    const labels = { 'kubernetes.io/metadata.name': name };
    seeder.create(KEYS.Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }, age);
  }
  // what the cluster came with is as old as the cluster
  for (const key of [KEYS.ClusterRole, KEYS.ClusterRoleBinding, KEYS.ServiceAccount, KEYS.ConfigMap, KEYS.Service])
    for (const object of store.list(key)) seeder.backdate(object, 14 * DAY);
  seedNodes(seeder);
  seedControlPlane(seeder);
  for (const [key, object, age] of [...SHOP_OBJECTS, ...SHOP_ACCESS]) seeder.create(key, structuredClone(object), age);
  const workloads = new WorkloadSeeder(seeder);
  for (const app of SHOP_APPS) workloads.add(app);
  workloads.cronJob(NIGHTLY_REPORT as CronJob, ['succeeded', 'failed', 'succeeded']);
  seedBackups(seeder);
  for (const [key, object, age] of [...SHOP_TROUBLE_OBJECTS, ...SHOP_STUCK])
    seeder.create(key, structuredClone(object), age);
  for (const app of SHOP_TROUBLES) workloads.add(app);
  for (const [key, { metadata }] of SHOP_STUCK) store.delete(key, metadata.namespace, metadata.name ?? '');
}

const NIGHTLY_REPORT: Pick<CronJob, 'apiVersion' | 'kind' | 'spec'> & {
  metadata: { name: string; namespace: string };
} = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly-report', namespace: 'shop' },
  spec: {
    schedule: '0 2 * * *',
    concurrencyPolicy: 'Forbid',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      spec: {
        backoffLimit: 0,
        template: {
          metadata: { labels: { app: 'nightly-report' } },
          spec: {
            restartPolicy: 'Never',
            containers: [
              {
                name: 'report',
                image: 'registry.example.com/shop/report:1.4.0',
                resources: { requests: { cpu: '100m', memory: '64Mi' } },
              },
            ],
          },
        },
      },
    },
  },
};
