import type { Autoscaler, ScalingRules } from './autoscaler-kinds.ts';

interface Note {
  readonly reason: string;
  readonly message: string;
}

export interface Limited {
  readonly replicas: number;
  /** why the recommendation of this moment does not count, or that it does: AbleToScale */
  readonly able: Note;
  /** what held the number back: ScalingLimited */
  readonly limit: Note & { readonly isLimited: boolean };
}

/** What an autoscaler remembers between two looks. */
export interface Memory {
  readonly recommendations: { readonly at: number; readonly replicas: number }[];
  /** changes of size, positive or negative */
  readonly changes: { readonly at: number; readonly by: number }[];
}

const DOWN_WINDOW_SECONDS = 300;
const UP_POLICIES = [
  { type: 'Pods', value: 4, periodSeconds: 15 },
  { type: 'Percent', value: 100, periodSeconds: 15 },
];
const DOWN_POLICIES = [{ type: 'Percent', value: 100, periodSeconds: 15 }];
const LONGEST_MEMORY_MS = 3_600_000;

const NOTES = {
  ready: { reason: 'ReadyForNewScale', message: 'recommended size matches current size' },
  downStabilized: {
    reason: 'ScaleDownStabilized',
    message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
  },
  upStabilized: {
    reason: 'ScaleUpStabilized',
    message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
  },
  within: { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' },
  tooFew: {
    reason: 'TooFewReplicas',
    message: 'the desired replica count is less than the minimum replica count',
  },
  tooMany: {
    reason: 'TooManyReplicas',
    message: 'the desired replica count is more than the maximum replica count',
  },
  upLimit: {
    reason: 'ScaleUpLimit',
    message: 'the desired replica count is increasing faster than the maximum scale rate',
  },
  downLimit: {
    reason: 'ScaleDownLimit',
    message: 'the desired replica count is decreasing faster than the maximum scale rate',
  },
} as const satisfies Record<string, Note>;

/** Bends a recommendation to what the autoscaler's bounds, windows and rates allow. */
export function limitReplicas(
  scaler: Autoscaler,
  memory: Memory,
  { current, wanted, now }: { current: number; wanted: number; now: number },
): Limited {
  const { behavior, minReplicas = 1, maxReplicas } = scaler.spec;
  const window = (rules: ScalingRules | undefined, fallback: number) =>
    (rules?.stabilizationWindowSeconds ?? fallback) * 1000;
  memory.recommendations.push({ at: now, replicas: wanted });
  forget(memory, now);
  const recent = (ms: number) => memory.recommendations.filter(({ at }) => at > now - ms).map((one) => one.replicas);
  const lowest = Math.min(wanted, ...recent(behavior ? window(behavior.scaleUp, 0) : 0));
  const highest = Math.max(wanted, ...recent(window(behavior?.scaleDown, DOWN_WINDOW_SECONDS)));
  // without a behaviour a falling recommendation is compared with itself alone, as the older algorithm does
  const stable = behavior ? Math.min(Math.max(current, lowest), highest) : highest;
  const able = stable === wanted ? NOTES.ready : stable > wanted ? NOTES.downStabilized : NOTES.upStabilized;
  const answer = (replicas: number, note: Note): Limited => ({
    replicas,
    able,
    limit: { ...note, isLimited: replicas !== stable },
  });
  if (stable > current) {
    const fastest = behavior ? upLimit(behavior.scaleUp, memory, current, now) : Math.max(2 * current, 4);
    const most = Math.min(maxReplicas, fastest);
    if (stable > most) return answer(most, maxReplicas > fastest ? NOTES.upLimit : NOTES.tooMany);
  }
  if (stable < current && behavior) {
    const slowest = downLimit(behavior.scaleDown, memory, current, now);
    const least = Math.max(minReplicas, slowest);
    if (stable < least) return answer(least, minReplicas < slowest ? NOTES.downLimit : NOTES.tooFew);
  }
  if (stable < minReplicas) return answer(minReplicas, NOTES.tooFew);
  if (stable > maxReplicas) return answer(maxReplicas, NOTES.tooMany);
  return answer(stable, NOTES.within);
}

function forget({ recommendations, changes }: Memory, now: number): void {
  for (const list of [recommendations, changes])
    while (list[0] !== undefined && list[0].at < now - LONGEST_MEMORY_MS) list.shift();
}

/** The size at the start of a policy's period. */
function sizeBefore({ changes }: Memory, current: number, periodSeconds: number, now: number): number {
  return changes.filter(({ at }) => at > now - periodSeconds * 1000).reduce((size, { by }) => size - by, current);
}

function choose(rules: ScalingRules | undefined, limits: readonly number[], isUp: boolean): number {
  const most = (rules?.selectPolicy === 'Min') !== isUp;
  return most ? Math.max(...limits) : Math.min(...limits);
}

function upLimit(rules: ScalingRules | undefined, memory: Memory, current: number, now: number): number {
  if (rules?.selectPolicy === 'Disabled') return current;
  const limits = (rules?.policies ?? UP_POLICIES).map(({ type, value, periodSeconds }) => {
    const before = sizeBefore(memory, current, periodSeconds, now);
    return type === 'Pods' ? before + value : Math.ceil(before * (1 + value / 100));
  });
  return Math.max(current, choose(rules, limits, true));
}

function downLimit(rules: ScalingRules | undefined, memory: Memory, current: number, now: number): number {
  if (rules?.selectPolicy === 'Disabled') return current;
  const limits = (rules?.policies ?? DOWN_POLICIES).map(({ type, value, periodSeconds }) => {
    const before = sizeBefore(memory, current, periodSeconds, now);
    return type === 'Pods' ? before - value : Math.trunc(before * (1 - value / 100));
  });
  return Math.min(current, choose(rules, limits, false));
}
