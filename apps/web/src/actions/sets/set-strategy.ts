import { numberAt, textAt, valueAt } from '../../api/read-field.ts';
import type { ActionFault } from '../define-action.ts';

/** How a StatefulSet or DaemonSet replaces its pods, as typed. */
export interface SetStrategy {
  readonly type: string;
  /** StatefulSet: so many pods from the first one on keep the older revision */
  readonly partition: number;
  /** DaemonSet: a number or a share; "" is the server's default */
  readonly maxUnavailable: string;
  readonly maxSurge: string;
}

/** What of a set the strategy is about. */
export interface SetFacts {
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly name: string;
  /** pods wanted, or nodes that are to have one */
  readonly count: number;
  /** the first ordinal */
  readonly start: number;
  /** a change of the template is on its way */
  readonly pending: boolean;
  /** the server knows maxSurge (v1.22 and newer) */
  readonly surges: boolean;
}

export const SET_STRATEGIES = ['RollingUpdate', 'OnDelete'] as const;

export function readSetStrategy(set: unknown): SetStrategy {
  const rolling = valueAt(set, 'spec.updateStrategy.rollingUpdate');
  return {
    type: textAt(set, 'spec.updateStrategy.type') || 'RollingUpdate',
    partition: numberAt(rolling, 'partition') ?? 0,
    maxUnavailable: textAt(rolling, 'maxUnavailable'),
    maxSurge: textAt(rolling, 'maxSurge'),
  };
}

export function readSetFacts(set: unknown, kind: SetFacts['kind']): SetFacts {
  const isDaemon = kind === 'DaemonSet';
  const count = isDaemon ? numberAt(set, 'status.desiredNumberScheduled') : (numberAt(set, 'spec.replicas') ?? 1);
  const updated = numberAt(set, isDaemon ? 'status.updatedNumberScheduled' : 'status.updatedReplicas') ?? 0;
  const revisions = ['currentRevision', 'updateRevision'].map((name) => textAt(set, `status.${name}`));
  return {
    kind,
    name: textAt(set, 'metadata.name'),
    count: count ?? 0,
    start: numberAt(set, 'spec.ordinals.start') ?? 0,
    pending: isDaemon ? updated < (count ?? 0) : revisions[0] !== revisions[1],
    surges: textAt(set, 'spec.updateStrategy.rollingUpdate.maxSurge') !== '',
  };
}

/** The merge patch of a strategy: OnDelete takes no parameters, and what is left empty is the server's default again. */
export function setStrategyPatch({ kind, surges }: SetFacts, strategy: SetStrategy): object {
  const { type, partition, maxUnavailable, maxSurge } = strategy;
  const daemon = {
    maxUnavailable: numberOrShare(maxUnavailable),
    ...(surges ? { maxSurge: numberOrShare(maxSurge) } : {}),
  };
  const rollingUpdate = type === 'OnDelete' ? null : kind === 'DaemonSet' ? daemon : { partition };
  return { spec: { updateStrategy: { type, rollingUpdate } } };
}

/** Which pods of a StatefulSet a partition lets the new template have, and which it holds back; the lowest ordinal first. */
export function partitionSplit(
  { name, count, start }: Pick<SetFacts, 'name' | 'count' | 'start'>,
  partition: number,
): { readonly updated: readonly string[]; readonly held: readonly string[] } {
  const names = Array.from({ length: Math.min(count, MOST_NAMES) }, (_, index) => `${name}-${start + index}`);
  return { held: names.slice(0, partition), updated: names.slice(partition) };
}

/** No more pods than these are named. */
const MOST_NAMES = 10_000;

/**
 * How many nodes of a DaemonSet are without a pod, or with two, at most while it rolls out: shares are rounded up. Undefined: a value
 * is neither number nor share.
 */
export function daemonBounds(
  { count }: Pick<SetFacts, 'count'>,
  { maxUnavailable, maxSurge }: SetStrategy,
): { readonly without: number; readonly twice: number } | undefined {
  const twice = amount(maxSurge || '0', count);
  // the server's default of maxUnavailable is 1
  const without = amount(maxUnavailable || '1', count);
  if (without === undefined || twice === undefined) return undefined;
  return { without: Math.min(count, without), twice: Math.min(count, twice) };
}

/** What the API server would refuse. */
export function setStrategyFault(facts: SetFacts, strategy: SetStrategy): ActionFault | undefined {
  const { type, partition, maxUnavailable, maxSurge } = strategy;
  if (type === 'OnDelete') return undefined;
  if (facts.kind === 'StatefulSet')
    return Number.isSafeInteger(partition) && partition >= 0 ? undefined : { key: 'sets:strategy.partitionFault' };
  if (daemonBounds(facts, strategy) === undefined) return { key: 'sets:strategy.amount' };
  const [none, surge] = [/^0+%?$/.test(maxUnavailable), !/^(?:0+%?)?$/.test(maxSurge)];
  if (none !== surge) return { key: none ? 'sets:strategy.bothZero' : 'sets:strategy.both' };
  const over = [maxUnavailable, maxSurge].some((text) => text.endsWith('%') && Number.parseInt(text, 10) > 100);
  return over ? { key: 'sets:strategy.amount' } : undefined;
}

/** intstr.IntOrString; null takes it away. */
function numberOrShare(text: string): number | string | null {
  return text === '' ? null : /^\d+$/.test(text) ? Number(text) : text;
}

function amount(text: string, count: number): number | undefined {
  const [, digits, percent] = /^(\d{1,9})(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return percent === '%' ? Math.ceil((Number(digits) * count) / 100) : Number(digits);
}
