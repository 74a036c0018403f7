import type { KubeObject } from './kube-object.ts';
import { listAt, numberAt, textAt, valueAt } from './read-field.ts';

/**
 * unseen: the controller has not counted yet · empty: it picks no pod · failed: its pods cannot be counted · never: not even with all
 * pods healthy one may go · short: fewer are healthy than must be · tight: as many are healthy as must be · allows: some may go
 */
type BudgetVerdict = 'unseen' | 'empty' | 'failed' | 'never' | 'short' | 'tight' | 'allows';

/** What a budget comes to now. */
export interface DisruptionState {
  readonly verdict: BudgetVerdict;
  readonly allowed: number;
  readonly healthy: number;
  readonly needed: number;
  readonly expected: number;
  /** why its pods cannot be counted */
  readonly words: string;
  /** pods that are not ready may go whatever the budget says (KEP-3017) */
  readonly freesUnready: boolean;
}

export function disruptionState(budget: KubeObject): DisruptionState {
  const count = (field: string) => numberAt(budget, `status.${field}`) ?? 0;
  const failure = listAt(budget, 'status.conditions').find((each) => textAt(each, 'reason') === 'SyncFailed');
  const counts = {
    allowed: count('disruptionsAllowed'),
    healthy: count('currentHealthy'),
    needed: count('desiredHealthy'),
    expected: count('expectedPods'),
  };
  const isSeen = (numberAt(budget, 'status.observedGeneration') ?? 0) >= (budget.metadata.generation ?? 1);
  return {
    ...counts,
    verdict: isSeen ? (failure === undefined ? verdictOf(counts) : 'failed') : 'unseen',
    words: textAt(failure, 'message'),
    freesUnready: textAt(budget, 'spec.unhealthyPodEvictionPolicy') === 'AlwaysAllow',
  };
}

function verdictOf({
  allowed,
  healthy,
  needed,
  expected,
}: Pick<DisruptionState, 'allowed' | 'healthy' | 'needed' | 'expected'>): BudgetVerdict {
  if (expected === 0) return 'empty';
  if (allowed > 0) return 'allows';
  if (needed >= expected) return healthy < needed ? 'short' : 'never';
  return healthy < needed ? 'short' : 'tight';
}

/** What of a pod decides over its eviction. */
interface EvictedPod {
  readonly phase: string;
  readonly ready: boolean;
  readonly leaving: boolean;
}

/**
 * What the API server answers who asks to evict it now. free: no budget counts it · goes: the budget has room · waits: refused until
 * there is room · twice: refused for good, several budgets cover it
 */
export type EvictionFate = 'free' | 'goes' | 'waits' | 'twice';

/** What would come of evicting one pod now, by the rules of the eviction subresource. */
export function evictionFate(pod: EvictedPod, state: DisruptionState, budgets: number): EvictionFate {
  if (pod.leaving || ['Succeeded', 'Failed', 'Pending'].includes(pod.phase)) return 'free';
  if (budgets > 1) return 'twice';
  if (!pod.ready && (state.freesUnready || (state.needed > 0 && state.healthy >= state.needed))) return 'free';
  return state.allowed > 0 && state.verdict !== 'unseen' ? 'goes' : 'waits';
}

/** Whether it picks pods at all: before policy/v1 an empty selector picked none. */
export function picksPods({ apiVersion, ...budget }: Pick<KubeObject, 'apiVersion'>): boolean {
  const selector = valueAt(budget, 'spec.selector');
  if (typeof selector !== 'object' || selector === null) return false;
  return apiVersion !== 'policy/v1beta1' || Object.keys(selector).length > 0;
}
