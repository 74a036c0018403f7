import type { DemoObject } from '../store.ts';
import { setCondition } from './conditions.ts';
import { type Controller, itself, queueKey } from './controller.ts';
import { type Condition, KEYS, type LabelSelector } from './kinds.ts';
import { isActive, isReady } from './pod-state.ts';
import { roundedShare } from './rollout-share.ts';
import { matches } from './selector.ts';

interface Budget extends DemoObject {
  spec?: { minAvailable?: number | string; maxUnavailable?: number | string; selector?: LabelSelector };
  status?: { conditions?: Condition[]; disruptedPods?: Record<string, string> };
}

/** Counts how many pods of a PodDisruptionBudget may be evicted right now. */
export const disruptionBudgetController: Controller = {
  name: 'disruption-budget',
  watches: [
    { key: KEYS.PodDisruptionBudget, map: itself },
    {
      key: KEYS.Pod,
      map: ({ object }, { store }) =>
        store
          .list(KEYS.PodDisruptionBudget, object.metadata.namespace)
          .map((one) => queueKey(one.metadata.namespace, one.metadata.name)),
    },
  ],
  reconcile({ store, index }, namespace, name) {
    const budget = store.get(KEYS.PodDisruptionBudget, namespace, name) as Budget | undefined;
    if (!budget) return undefined;
    const { selector, minAvailable, maxUnavailable } = budget.spec ?? {};
    const pods = [...index.podsIn(namespace)].filter((pod) => isActive(pod) && matches(selector, pod.metadata.labels));
    const healthy = pods.filter(isReady).length;
    const expected = pods.length;
    const desired =
      maxUnavailable === undefined
        ? roundedShare(minAvailable ?? 1, expected, 'up')
        : Math.max(0, expected - roundedShare(maxUnavailable, expected, 'up'));
    const allowed = Math.max(0, healthy - desired);
    const now = store.now();
    store.update(KEYS.PodDisruptionBudget, namespace, name, (draft) => {
      const conditions = [...((draft as Budget).status?.conditions ?? [])];
      const isEnough = allowed > 0;
      setCondition(
        conditions,
        {
          type: 'DisruptionAllowed',
          status: isEnough ? 'True' : 'False',
          reason: isEnough ? 'SufficientPods' : 'InsufficientPods',
          message: '',
        },
        now,
      );
      draft['status'] = {
        observedGeneration: budget.metadata.generation ?? 1,
        currentHealthy: healthy,
        desiredHealthy: desired,
        expectedPods: expected,
        disruptionsAllowed: allowed,
        conditions,
      };
    });
    return undefined;
  },
};
