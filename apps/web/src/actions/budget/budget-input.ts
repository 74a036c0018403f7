import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import { textAt } from '../../api/read-field.ts';
import type { Blockable } from '../debug/use-settled.ts';
import type { ActionFault } from '../define-action.ts';
import { isSubdomain } from '../scale/autoscale-input.ts';

/** A budget says one of both. */
export const BOUNDS = ['maxUnavailable', 'minAvailable'] as const;
export type Bound = (typeof BOUNDS)[number];

/** A pod that the budget covers. */
export interface BudgetPod {
  readonly name: string;
  /** it counts: ready, and not about to go */
  readonly healthy: boolean;
}

/** What the cluster says before a budget is made or changed. */
export interface BudgetRead {
  /** the kind in the version that discovery prefers: policy/v1, before 1.21 policy/v1beta1 */
  readonly resource: DiscoveredResource;
  /** the one that is changed */
  readonly existing?: KubeObject;
  /** all that cover the pods, by name: no pod is evicted that several cover */
  readonly names: readonly string[];
  /** metav1.LabelSelector */
  readonly selector: unknown;
  /** the workload's, or the budget's own */
  readonly name: string;
  /** what controls a workload whose pods have another label with each revision */
  readonly owner?: { readonly kind: string; readonly name: string };
  /** pods that are wanted: what shares are counted of */
  readonly wanted: number;
  /** the first of them, where there are very many */
  readonly pods: readonly BudgetPod[];
  readonly more: boolean;
}

export interface BudgetInput extends Blockable {
  /** undefined: being read */
  readonly read?: BudgetRead;
  readonly bound?: Bound;
  /** what was typed, field by field */
  readonly typed: Readonly<Partial<Record<'name' | 'amount', string>>>;
}

/** The bound that is chosen: else the one that the budget has. */
export function boundOf({ read, bound }: BudgetInput): Bound {
  return bound ?? (textAt(read?.existing, 'spec.minAvailable') === '' ? 'maxUnavailable' : 'minAvailable');
}

/** What stands in a field: what was typed, else what the budget has, else a beginning that lets one pod go. */
export function fieldText(input: BudgetInput, field: keyof BudgetInput['typed']): string {
  const { read, typed } = input;
  const text = typed[field];
  if (text !== undefined) return text;
  if (field === 'name') return read?.existing?.metadata.name ?? read?.name ?? '';
  const bound = boundOf(input);
  return textAt(read?.existing, `spec.${bound}`) || (bound === 'maxUnavailable' ? '1' : '50%');
}

/** A number, or a share up to 100%, as the API server takes it; undefined: neither. */
export function amountOf(text: string): number | string | undefined {
  const [, digits, percent] = /^(\d{1,9})(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  if (percent === '') return Number(digits);
  return Number(digits) <= 100 ? text : undefined;
}

/** What a budget would allow. */
interface BudgetOutcome {
  readonly healthy: number;
  /** pods that must stay */
  readonly needed: number;
  /** may go now */
  readonly allowed: number;
  /** may go once all that are wanted are healthy */
  readonly most: number;
}

/**
 * The disruption controller's arithmetic: shares are of the pods that are wanted and rounded up, also those that may be missing.
 * Undefined for what is no amount.
 */
export function budgetOutcome(
  bound: Bound,
  text: string,
  { wanted, pods }: Pick<BudgetRead, 'wanted' | 'pods'>,
): BudgetOutcome | undefined {
  const amount = amountOf(text);
  if (amount === undefined) return undefined;
  const count = typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * wanted) / 100);
  const needed = bound === 'minAvailable' ? count : Math.max(0, wanted - count);
  const healthy = pods.filter((pod) => pod.healthy).length;
  return { healthy, needed, allowed: Math.max(0, healthy - needed), most: Math.max(0, wanted - needed) };
}

/** Both bounds as they are written: the other one goes. */
export function boundsSpec(input: BudgetInput): Readonly<Record<Bound, number | string | null>> {
  const bound = boundOf(input);
  const amount = amountOf(fieldText(input, 'amount')) ?? null;
  return { minAvailable: null, maxUnavailable: null, [bound]: amount };
}

/** A new budget for the pods of the workload. */
export function newBudget(input: BudgetInput, read: BudgetRead, namespace: string | undefined): object {
  const { group, version, kind } = read.resource;
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name: fieldText(input, 'name'), namespace },
    spec: { [boundOf(input)]: amountOf(fieldText(input, 'amount')), selector: read.selector },
  };
}

export function budgetFault(input: BudgetInput): ActionFault | undefined {
  const { read } = input;
  if (read === undefined) return { key: 'budget:reading', quiet: true };
  if (read.existing === undefined && read.owner !== undefined) return { key: 'budget:fault.owned', quiet: true };
  if (input.block !== undefined) return input.block;
  if (amountOf(fieldText(input, 'amount')) === undefined) return { key: 'budget:fault.amount', quiet: true };
  if (read.existing === undefined)
    return isSubdomain(fieldText(input, 'name')) ? undefined : { key: 'budget:fault.name', quiet: true };
  const spec = boundsSpec(input);
  return BOUNDS.every((bound) => `${spec[bound] ?? ''}` === textAt(read.existing, `spec.${bound}`))
    ? { key: 'budget:fault.same', quiet: true }
    : undefined;
}
