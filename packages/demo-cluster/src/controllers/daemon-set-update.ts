import type { DaemonSet, Pod } from './kinds.ts';
import { isAvailable } from './pod-state.ts';
import { roundedShare } from './rollout-share.ts';

export const HASH = 'controller-revision-hash';

/** The wanted nodes' pods of one DaemonSet, and what its update may do. */
export interface UpdateState {
  readonly set: DaemonSet;
  readonly hash: string;
  /** wanted node → its unfinished pods */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
  readonly now: number;
}

export interface UpdatePlan {
  readonly remove: readonly Pod[];
  /** nodes that get a pod of the new revision beside the old one */
  readonly surge: readonly string[];
}

/** Which outdated pods a rolling update replaces next. */
export function planUpdate(state: UpdateState): UpdatePlan {
  const { rollingUpdate } = state.set.spec.updateStrategy ?? {};
  const share = (value: number | string) => roundedShare(value, state.pods.size, 'up');
  const surge = share(rollingUpdate?.maxSurge ?? 0);
  return surge > 0 ? surging(state, surge) : replacing(state, share(rollingUpdate?.maxUnavailable ?? 1));
}

const isGoing = (pod: Pod) => pod.metadata.deletionTimestamp !== undefined;

/** A node's pod of the new revision and the one of an old. */
function pair({ set, hash, now }: UpdateState, pods: readonly Pod[]) {
  const isUp = (pod: Pod | undefined) =>
    pod !== undefined && !isGoing(pod) && isAvailable(pod, set.spec.minReadySeconds ?? 0, now);
  const fresh = pods.find((pod) => pod.metadata.labels?.[HASH] === hash);
  const old = pods.find((pod) => pod.metadata.labels?.[HASH] !== hash);
  return { fresh, old, isFreshUp: isUp(fresh), isOldUp: isUp(old) };
}

/** Old pods go first, as many as may be missing; those that are not available anyway go at once. */
function replacing(state: UpdateState, mayMiss: number): UpdatePlan {
  let missing = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const pods of state.pods.values()) {
    const { fresh, old, isFreshUp, isOldUp } = pair(state, pods);
    if ((fresh === undefined) === (old === undefined)) missing += 1;
    else if (fresh) missing += isFreshUp ? 0 : 1;
    else if (old && isOldUp) candidates.push(old);
    else {
      missing += 1;
      if (old && !isGoing(old)) broken.push(old);
    }
  }
  return { remove: [...broken, ...candidates.slice(0, Math.max(0, mayMiss - missing))], surge: [] };
}

/** New pods come first, as many as may be extra; an old one goes when its successor is available. */
function surging(state: UpdateState, mayAdd: number): UpdatePlan {
  let extra = 0;
  const remove: Pod[] = [];
  const waiting: string[] = [];
  const broken: string[] = [];
  for (const [node, pods] of state.pods) {
    const { fresh, old, isFreshUp, isOldUp } = pair(state, pods);
    if (old && fresh) {
      if (!isFreshUp) extra += 1;
      else if (!isGoing(old)) remove.push(old);
    } else if (old && !isGoing(old)) (isOldUp ? waiting : broken).push(node);
  }
  return { remove, surge: [...broken, ...waiting.slice(0, Math.max(0, mayAdd - extra))] };
}
