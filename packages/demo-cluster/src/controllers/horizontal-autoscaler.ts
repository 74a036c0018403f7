import type { DemoObject } from '../store.ts';
import { setCondition } from './conditions.ts';
import { type Controller, itself } from './controller.ts';
import { type Condition, KEYS } from './kinds.ts';
import { timestamp } from './time.ts';

const SOURCE = { component: 'horizontal-pod-autoscaler' };
const SYNC_MS = 15_000;

interface Autoscaler extends DemoObject {
  spec: {
    scaleTargetRef: { kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: { type: string; resource?: { name: string; target?: { averageUtilization?: number } } }[];
  };
  status?: { conditions?: Condition[]; [field: string]: unknown };
}

const SCALABLE = {
  Deployment: KEYS.Deployment,
  StatefulSet: KEYS.StatefulSet,
  ReplicaSet: KEYS.ReplicaSet,
} as const;

/** Watches a simulated load and scales the target between the autoscaler's bounds. */
export const autoscalerController: Controller = {
  name: 'horizontal-autoscaler',
  watches: [{ key: KEYS.HorizontalPodAutoscaler, map: itself }],
  reconcile(context, namespace, name) {
    const { store, events } = context;
    const scaler = store.get(KEYS.HorizontalPodAutoscaler, namespace, name) as Autoscaler | undefined;
    if (!scaler) return undefined;
    const now = store.now();
    const { scaleTargetRef: ref, minReplicas = 1, maxReplicas, metrics = [] } = scaler.spec;
    const key = (SCALABLE as Record<string, (typeof SCALABLE)[keyof typeof SCALABLE] | undefined>)[ref.kind];
    const target = key && store.get(key, namespace, ref.name);
    const conditions = structuredClone(scaler.status?.conditions ?? []);
    const write = (more: Record<string, unknown>) =>
      store.update(KEYS.HorizontalPodAutoscaler, namespace, name, (draft) => {
        draft['status'] = { ...scaler.status, ...more, conditions };
      });
    if (!key || !target) {
      const message = `the HPA controller was unable to get the target's current scale: ${ref.kind.toLowerCase()}s.apps "${ref.name}" not found`;
      setCondition(conditions, { type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }, now);
      events.warning(scaler, SOURCE, 'FailedGetScale', message);
      write({ currentReplicas: 0, desiredReplicas: 0 });
      return SYNC_MS;
    }
    const current = Number((target['spec'] as { replicas?: number } | undefined)?.replicas ?? 1);
    const measured = metrics.flatMap(({ resource }) =>
      resource
        ? [
            {
              name: resource.name,
              target: resource.target?.averageUtilization ?? 80,
              now: load(scaler, resource.name, now),
            },
          ]
        : [],
    );
    const desired = Math.min(maxReplicas, Math.max(minReplicas, current));
    setCondition(
      conditions,
      {
        type: 'AbleToScale',
        status: 'True',
        reason: 'ReadyForNewScale',
        message: 'recommended size matches current size',
      },
      now,
    );
    setCondition(
      conditions,
      {
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message:
          'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      },
      now,
    );
    setCondition(
      conditions,
      {
        type: 'ScalingLimited',
        status: 'False',
        reason: 'DesiredWithinRange',
        message: 'the desired count is within the acceptable range',
      },
      now,
    );
    if (desired !== current && current > 0) {
      store.update(key, namespace, ref.name, (draft) => {
        draft['spec'] = { ...(draft['spec'] as object | undefined), replicas: desired };
      });
      const why =
        desired > current
          ? 'Current number of replicas below Spec.MinReplicas'
          : 'Current number of replicas above Spec.MaxReplicas';
      events.normal(scaler, SOURCE, 'SuccessfulRescale', `New size: ${desired}; reason: ${why}`);
    }
    write({
      observedGeneration: scaler.metadata.generation ?? 1,
      ...(desired !== current ? { lastScaleTime: timestamp(now) } : {}),
      currentReplicas: current,
      desiredReplicas: current > 0 ? desired : 0,
      currentMetrics: measured.map((one) => ({
        type: 'Resource',
        resource: { name: one.name, current: { averageUtilization: one.now, averageValue: `${one.now * 2}m` } },
      })),
    });
    return SYNC_MS;
  },
};

/** A load that breathes slowly below the target, so that a demo shows numbers that move. */
function load(scaler: Autoscaler, resource: string, now: number): number {
  const phase = Number.parseInt(scaler.metadata.uid.slice(0, 4), 16) + resource.length;
  const base = resource === 'cpu' ? 42 : 61;
  return Math.round(base + 11 * Math.sin(now / 180_000 + phase));
}
