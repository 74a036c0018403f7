import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { DemoObject } from '../store.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS, type Pod } from './kinds.ts';
import { requestsOf } from './node-fit.ts';
import { isFinished } from './pod-state.ts';

const COUNTED = {
  pods: KEYS.Pod,
  services: KEYS.Service,
  configmaps: KEYS.ConfigMap,
  secrets: KEYS.Secret,
  persistentvolumeclaims: KEYS.PersistentVolumeClaim,
  'count/deployments.apps': KEYS.Deployment,
  'count/jobs.batch': KEYS.Job,
  'count/pods': KEYS.Pod,
} as const;

interface ResourceQuota extends DemoObject {
  spec?: { hard?: Record<string, string> };
}

const quotasOf = ({ object }: { object: DemoObject }, { store }: ControllerContext) =>
  store
    .list(KEYS.ResourceQuota, object.metadata.namespace)
    .map((one) => queueKey(one.metadata.namespace, one.metadata.name));

/** Counts what a ResourceQuota limits. */
export const resourceQuotaController: Controller = {
  name: 'resource-quota',
  watches: [
    { key: KEYS.ResourceQuota, map: itself },
    ...[...new Set(Object.values(COUNTED))].map((key) => ({ key, map: quotasOf })),
  ],
  reconcile(context, namespace, name) {
    const quota = context.store.get(KEYS.ResourceQuota, namespace, name) as ResourceQuota | undefined;
    if (!quota) return undefined;
    const hard = quota.spec?.hard ?? {};
    const used = Object.fromEntries(
      Object.keys(hard).map((resource) => [resource, usage(context, namespace, resource)]),
    );
    context.store.update(KEYS.ResourceQuota, namespace, name, (draft) => {
      draft['status'] = { hard: { ...hard }, used };
    });
    return undefined;
  },
};

function usage({ store, index }: ControllerContext, namespace: string, resource: string): string {
  const live = [...index.podsIn(namespace)].filter((pod) => !isFinished(pod));
  if (resource === 'pods') return String(live.length);
  const counted = (COUNTED as Record<string, (typeof COUNTED)[keyof typeof COUNTED]>)[resource];
  if (counted) return String(store.list(counted, namespace).length);
  const [side, of] = resource.startsWith('limits.')
    ? ['limits', resource.slice(7)]
    : ['requests', resource.replace('requests.', '')];
  if (of !== 'cpu' && of !== 'memory') return '0';
  let sum = 0;
  for (const pod of live) sum += side === 'limits' ? limitsOf(pod, of) : (requestsOf(pod.spec).get(of) ?? 0);
  return of === 'cpu' ? cores(sum) : bytes(sum);
}

function limitsOf(pod: Pod, resource: string): number {
  return pod.spec.containers.reduce(
    (sum, one) => sum + (parseQuantity(String(one.resources?.limits?.[resource] ?? '0')) ?? 0),
    0,
  );
}

function cores(value: number): string {
  const milli = Math.round(value * 1000);
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

function bytes(value: number): string {
  for (const [suffix, size] of [
    ['Gi', 2 ** 30],
    ['Mi', 2 ** 20],
    ['Ki', 2 ** 10],
  ] as const)
    if (value > 0 && value % size === 0) return `${value / size}${suffix}`;
  return String(Math.round(value));
}
