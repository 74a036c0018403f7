import type { Pod } from '../../controllers/kinds.ts';
import { isReady } from '../../controllers/pod-state.ts';
import { objectIn, objectsIn, textAt, valueAt } from '../../json-value.ts';
import { type MemoryStore, timestamp } from '../../memory-store.ts';
import { badRequest, conflict, StatusError } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { mediaTypeOf, parseObject } from '../body.ts';
import { matchesLabelSelector } from '../selectors.ts';
import { done, type Subresource, type SubresourceAnswer } from './subresource.ts';

const PODS = { group: '', resource: 'pods' };
const BUDGETS = { group: 'policy', resource: 'poddisruptionbudgets' };
/** Pods that serve nobody may always go. */
const GOING = ['Succeeded', 'Failed', 'Pending'];

/** A disruption budget that allows nothing refuses with 429, which `kubectl drain` waits on. */
export function evict({ write, current: pod, context: { store } }: Subresource): SubresourceAnswer {
  const eviction = parseObject(write.body, mediaTypeOf(write.req));
  const { name, namespace } = pod.metadata;
  const asked = textAt(eviction, 'metadata', 'name');
  if (asked !== '' && asked !== name)
    throw badRequest(`name in URL does not match name in Eviction object: ${name} != ${asked}`);
  const options = valueAt(eviction, 'deleteOptions');
  for (const [field, own] of [
    ['uid', pod.metadata.uid],
    ['resourceVersion', pod.metadata.resourceVersion],
  ] as const) {
    const wanted = textAt(options, 'preconditions', field);
    if (wanted !== '' && wanted !== own)
      throw conflict(
        PODS,
        name,
        `the ${field === 'uid' ? 'UID' : 'ResourceVersion'} in the precondition (${wanted}) does not match the ${field === 'uid' ? 'UID' : 'ResourceVersion'} in record (${own}). The object might have been deleted and then recreated`,
      );
  }
  const dryRun = [write.request.query.getAll('dryRun'), valueAt(options, 'dryRun')].some(
    (list) => Array.isArray(list) && list.includes('All'),
  );
  if (!GOING.includes(textAt(pod, 'status', 'phase')) && pod.metadata.deletionTimestamp === undefined)
    spend(store, pod, dryRun);
  if (dryRun) return done(201);
  store.update(PODS, namespace, name, (draft) => markEvicted(draft, timestamp(store.now())));
  const grace = valueAt(options, 'gracePeriodSeconds');
  store.delete(PODS, namespace, name, typeof grace === 'number' ? { graceSeconds: grace } : {});
  return done(201);
}

/** Takes one disruption from the budget over a pod, when there is one. */
function spend(store: MemoryStore, pod: DemoObject, dryRun: boolean): void {
  const { namespace, labels = {}, name } = pod.metadata;
  const budgets = store
    .list(BUDGETS, namespace)
    .filter((budget) => matchesLabelSelector(valueAt(budget, 'spec', 'selector'), labels));
  if (budgets.length > 1)
    throw new StatusError(
      500,
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  const [budget] = budgets;
  if (!budget || (!isReady(pod as Pod) && mayGoUnready(budget))) return;
  if (Number(valueAt(budget, 'status', 'observedGeneration') ?? 0) < (budget.metadata.generation ?? 0))
    throw blocked(`The disruption budget ${budget.metadata.name} is still being processed by the server.`, 10);
  const allowed = Number(valueAt(budget, 'status', 'disruptionsAllowed') ?? 0);
  if (allowed <= 0) {
    const needed = valueAt(budget, 'status', 'desiredHealthy') ?? 0;
    const healthy = valueAt(budget, 'status', 'currentHealthy') ?? 0;
    throw blocked(
      `The disruption budget ${budget.metadata.name} needs ${needed} healthy pods and has ${healthy} currently`,
    );
  }
  if (dryRun) return;
  store.update(BUDGETS, namespace, budget.metadata.name, (draft) => {
    const status = objectIn(draft, 'status');
    status['disruptionsAllowed'] = allowed - 1;
    objectIn(status, 'disruptedPods')[name] = timestamp(store.now());
  });
}

/** KEP-3017: a pod that is not ready anyway may go when the budget says so, or is met without it. */
function mayGoUnready(budget: DemoObject): boolean {
  if (textAt(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const needed = Number(valueAt(budget, 'status', 'desiredHealthy') ?? 0);
  return needed > 0 && Number(valueAt(budget, 'status', 'currentHealthy') ?? 0) >= needed;
}

function blocked(message: string, retryAfterSeconds?: number): StatusError {
  return new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

function markEvicted(draft: DemoObject, now: string): void {
  const status = objectIn(draft, 'status');
  const others = objectsIn(status, 'conditions').filter((condition) => condition['type'] !== 'DisruptionTarget');
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastProbeTime: null,
    lastTransitionTime: now,
  };
  status['conditions'] = [...others, condition];
}
