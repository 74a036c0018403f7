import { type DisruptionState, type EvictionFate, picksPods } from '../../api/disruption-state.ts';
import { isPicked } from '../../api/match-selector.ts';

/** A pod that a budget covers. */
export interface CoveredPod {
  readonly uid: string;
  readonly name: string;
  readonly node: string;
  readonly status: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly leaving: boolean;
  /** false: a bare pod, which the controller cannot count by a share */
  readonly controlled: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** The other budgets of the namespace that pick a pod; `apiVersion`: the one that they were read in, which says what an empty selector means. */
export function otherBudgets(
  { labels }: CoveredPod,
  budgets: readonly { readonly name: string; readonly selector: unknown }[],
  { own, apiVersion }: { readonly own: string; readonly apiVersion: string },
): readonly string[] {
  return budgets
    .filter(({ name, selector }) => {
      const budget = { apiVersion, spec: { selector } };
      return name !== own && picksPods(budget) && isPicked(labels, selector, 'selector');
    })
    .map(({ name }) => name);
}

interface NodeDrain {
  readonly node: string;
  readonly pods: number;
  /** of them: have to wait until others are ready elsewhere */
  readonly waiting: number;
  /** of them: are refused for good, so that the drain does not end */
  readonly never: number;
}

/** What a drain of each node would meet of this budget, the node of the most pods first. */
export function nodeDrains(
  pods: readonly { readonly node: string; readonly fate: EvictionFate }[],
  { allowed, verdict }: DisruptionState,
): readonly NodeDrain[] {
  const fates = new Map<string, EvictionFate[]>();
  for (const { node, fate } of pods)
    if (node !== '' && fate !== 'free') fates.set(node, [...(fates.get(node) ?? []), fate]);
  return [...fates]
    .map(([node, all]) => {
      const never = verdict === 'never' ? all.length : all.filter((fate) => fate === 'twice').length;
      return { node, pods: all.length, never, waiting: Math.max(0, all.length - never - allowed) };
    })
    .sort((a, b) => b.pods - a.pods || a.node.localeCompare(b.node));
}
