import { listAt, numberAt, textAt } from '../read-field.ts';

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** The taints in a node's spec. */
export function taintsOf(node: unknown): readonly Taint[] {
  return listAt(node, 'spec.taints').map((taint) => ({
    key: textAt(taint, 'key'),
    value: textAt(taint, 'value'),
    effect: textAt(taint, 'effect'),
  }));
}

/** "key=value:Effect", as kubectl writes it. */
export function taintText({ key, value, effect }: Taint): string {
  return `${key}${value === '' ? '' : `=${value}`}:${effect}`;
}

/** k8s.io/api Toleration.ToleratesTaint */
function tolerates(toleration: unknown, taint: Taint): boolean {
  const effect = textAt(toleration, 'effect');
  const key = textAt(toleration, 'key');
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  const operator = textAt(toleration, 'operator');
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && key !== '' && textAt(toleration, 'value') === taint.value;
}

/** Whether a pod with these tolerations bears a taint. */
export function bears(tolerations: readonly unknown[], taint: Taint): boolean {
  return tolerations.some((toleration) => tolerates(toleration, taint));
}

/** What NoExecute taints do to a pod that runs there: nothing, evict it after some seconds, or at once (0). */
export function evictedAfter(tolerations: readonly unknown[], taints: readonly Taint[]): number | undefined {
  let soonest: number | undefined;
  for (const taint of taints.filter(({ effect }) => effect === 'NoExecute')) {
    // the first that fits counts, as in the taint manager
    const toleration = tolerations.find((each) => tolerates(each, taint));
    if (toleration === undefined) return 0;
    const seconds = numberAt(toleration, 'tolerationSeconds');
    if (seconds !== undefined) soonest = Math.min(soonest ?? Number.POSITIVE_INFINITY, Math.max(0, seconds));
  }
  return soonest;
}
