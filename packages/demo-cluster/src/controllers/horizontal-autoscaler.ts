import type { DemoObject, ResourceKey, StoreEvent } from '../store.ts';
import type { Autoscaler } from './autoscaler-kinds.ts';
import { limitReplicas, type Memory } from './autoscaler-limits.ts';
import { type Measured, MetricFailure, measure } from './autoscaler-metrics.ts';
import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, itself } from './controller.ts';
import { type Condition, KEYS, type LabelSelector, type Pod } from './kinds.ts';
import { canonical } from './object-hash.ts';
import { messageOf } from './pod-control.ts';
import { matches } from './selector.ts';
import { timestamp } from './time.ts';

const SOURCE = { component: 'horizontal-pod-autoscaler' };
// horizontal-pod-autoscaler-sync-period
const SYNC_MS = 15_000;

const SCALABLE: Readonly<Record<string, ResourceKey>> = {
  Deployment: KEYS.Deployment,
  StatefulSet: KEYS.StatefulSet,
  ReplicaSet: KEYS.ReplicaSet,
  ReplicationController: KEYS.ReplicationController,
};

/** What each autoscaler remembers; as with the real controller it is lost with the process. */
const memories = new WeakMap<ControllerContext, Map<string, Memory>>();

/** Compares the load of pods with what was asked for and resizes their workload between the autoscaler's bounds. */
export const autoscalerController: Controller = {
  name: 'horizontal-autoscaler',
  watches: [{ key: KEYS.HorizontalPodAutoscaler, map: changed }],
  reconcile(context, namespace, name) {
    const scaler = context.store.get(KEYS.HorizontalPodAutoscaler, namespace, name) as Autoscaler | undefined;
    if (!scaler || scaler.metadata.deletionTimestamp) return undefined;
    new AutoscalerStep(context, scaler).run();
    return SYNC_MS;
  },
};

/** Its own status is no reason to look again: the next look comes in time. */
function changed(event: StoreEvent): string[] {
  const { object, old } = event;
  return old && canonical(old['spec']) === canonical(object['spec']) ? [] : itself(event);
}

class AutoscalerStep {
  readonly #context: ControllerContext;
  readonly #scaler: Autoscaler;
  readonly #conditions: Condition[];

  constructor(context: ControllerContext, scaler: Autoscaler) {
    this.#context = context;
    this.#scaler = scaler;
    this.#conditions = structuredClone(scaler.status?.conditions ?? []);
  }

  #say(type: string, isTrue: boolean, reason: string, message: string): void {
    const status = isTrue ? 'True' : 'False';
    setCondition(this.#conditions, { type, status, reason, message }, this.#context.store.now());
  }

  #warn(reason: string, message: string): void {
    this.#context.events.warning(this.#scaler, SOURCE, reason, message);
  }

  #memory(): Memory {
    let all = memories.get(this.#context);
    if (!all) {
      all = new Map();
      memories.set(this.#context, all);
    }
    const { uid } = this.#scaler.metadata;
    const known = all.get(uid) ?? { recommendations: [], changes: [] };
    all.set(uid, known);
    return known;
  }

  run(): void {
    const { scaleTargetRef: ref, minReplicas = 1, maxReplicas } = this.#scaler.spec;
    const { namespace } = this.#scaler.metadata;
    const key = SCALABLE[ref.kind];
    const target = key && this.#context.store.get(key, namespace, ref.name);
    if (!key || !target) {
      const group = ref.apiVersion?.includes('/') ? ref.apiVersion.slice(0, ref.apiVersion.indexOf('/')) : '';
      const why = key
        ? `${key.resource}${key.group ? `.${key.group}` : ''} "${ref.name}" not found`
        : `no matches for kind "${ref.kind}" in group "${group}"`;
      this.#warn('FailedGetScale', why);
      const message = `the HPA controller was unable to get the target's current scale: ${why}`;
      this.#say('AbleToScale', false, 'FailedGetScale', message);
      this.#write({});
      return;
    }
    const message = "the HPA controller was able to get the target's current scale";
    this.#say('AbleToScale', true, 'SucceededGetScale', message);
    const current = Number((target['spec'] as { replicas?: number }).replicas ?? 1);
    if (current === 0 && minReplicas !== 0) {
      const words = 'scaling is disabled since the replica count of the target is zero';
      this.#say('ScalingActive', false, 'ScalingDisabled', words);
      this.#write({ currentReplicas: 0, desiredReplicas: 0, currentMetrics: null });
    } else if (current > maxReplicas)
      this.#rescale(key, target, maxReplicas, 'Current number of replicas above Spec.MaxReplicas', []);
    else if (current < minReplicas)
      this.#rescale(key, target, minReplicas, 'Current number of replicas below Spec.MinReplicas', []);
    else this.#follow(key, target, current);
  }

  #follow(key: ResourceKey, target: DemoObject, current: number): void {
    const metrics = this.#scaler.spec.metrics ?? [];
    const pods = this.#pods(key, target);
    const measured: Measured[] = [];
    let first: MetricFailure | undefined;
    let failures = 0;
    for (const metric of metrics)
      try {
        measured.push(measure(this.#context, this.#scaler, metric, pods, current));
      } catch (error) {
        if (!(error instanceof MetricFailure)) throw error;
        failures += 1;
        first ??= error;
        this.#warn(error.reason, error.message);
      }
    const statuses = measured.map((one) => one.status);
    const best = measured.reduce<Measured | undefined>((a, b) => (a && a.replicas >= b.replicas ? a : b), undefined);
    if (first) {
      const words = `invalid metrics (${failures} invalid out of ${metrics.length}), first error is: ${first.full}`;
      this.#warn('FailedComputeMetricsReplicas', words);
    }
    // with a metric missing nothing is made smaller
    if (first && (!best || best.replicas < current)) {
      const words = `the HPA was unable to compute the replica count: ${first.message}`;
      this.#say('ScalingActive', false, first.reason, words);
      this.#write({ currentReplicas: current, desiredReplicas: current, currentMetrics: listOf(statuses) });
      return;
    }
    if (!best) return;
    const words = `the HPA was able to successfully calculate a replica count from ${best.name}`;
    this.#say('ScalingActive', true, 'ValidMetricFound', words);
    const now = this.#context.store.now();
    const { replicas, able, limit } = limitReplicas(this.#scaler, this.#memory(), {
      current,
      wanted: best.replicas,
      now,
    });
    this.#say('AbleToScale', true, able.reason, able.message);
    this.#say('ScalingLimited', limit.isLimited, limit.reason, limit.message);
    const reason = replicas > current ? `${best.name} above target` : 'All metrics below target';
    this.#rescale(key, target, replicas, reason, statuses);
  }

  #pods(key: ResourceKey, target: DemoObject): Pod[] {
    const selector = (target['spec'] as { selector?: LabelSelector | Record<string, string> }).selector;
    const wanted =
      key === KEYS.ReplicationController
        ? { matchLabels: selector as Record<string, string> }
        : (selector as LabelSelector | undefined);
    const pods = [...this.#context.index.podsIn(target.metadata.namespace ?? '')];
    return pods.filter((pod) => matches(wanted, pod.metadata.labels));
  }

  #rescale(key: ResourceKey, target: DemoObject, replicas: number, reason: string, statuses: object[]): void {
    const { store, events } = this.#context;
    const current = Number((target['spec'] as { replicas?: number }).replicas ?? 1);
    const now = store.now();
    const counts = { currentReplicas: current, desiredReplicas: replicas, currentMetrics: listOf(statuses) };
    if (replicas === current) {
      this.#write(counts);
      return;
    }
    try {
      store.update(key, target.metadata.namespace, target.metadata.name, (draft) => {
        draft['spec'] = { ...(draft['spec'] as object), replicas };
      });
    } catch (error) {
      this.#warn('FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${messageOf(error)}`);
      const words = `the HPA controller was unable to update the target scale: ${messageOf(error)}`;
      this.#say('AbleToScale', false, 'FailedUpdateScale', words);
      this.#write({ ...counts, desiredReplicas: current });
      return;
    }
    this.#memory().changes.push({ at: now, by: replicas - current });
    const words = `the HPA controller was able to update the target scale to ${replicas}`;
    this.#say('AbleToScale', true, 'SucceededRescale', words);
    events.normal(this.#scaler, SOURCE, 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
    this.#write({ ...counts, lastScaleTime: timestamp(now) });
  }

  #write(more: Record<string, unknown>): void {
    const { namespace, name } = this.#scaler.metadata;
    this.#context.store.update(KEYS.HorizontalPodAutoscaler, namespace, name, (draft) => {
      draft['status'] = { ...this.#scaler.status, ...more, conditions: this.#conditions };
    });
  }
}

const listOf = (statuses: readonly object[]) => (statuses.length > 0 ? statuses : null);
