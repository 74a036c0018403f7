import { parseQuantity } from '@quarterdeck/shared/quantity';
import { canonical, sumText } from '@quarterdeck/shared/quantity-text';
import { entriesAt } from '../read-field.ts';

/** Amounts by resource ("cpu", "memory", "hugepages-2Mi" …), as quantities in text. */
export type Amounts = ReadonlyMap<string, string>;

export interface PodResources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** What a pod's spec says of resources; each part may be absent or of another shape. */
export interface ResourceSpec {
  /** `resources` of each container */
  readonly containers: readonly unknown[];
  readonly initContainers: readonly { readonly resources: unknown; readonly sidecar: boolean }[];
  readonly overhead: unknown;
  /** `resources` of the pod as a whole (v1.34) */
  readonly whole: unknown;
}

/**
 * What the scheduler counts for a pod (kubectl describe node adds the same up): the containers together, or what one init
 * container needs beside the sidecars that started before it where that is more; then the overhead of its runtime class.
 */
export function podResources(spec: ResourceSpec): PodResources {
  return { requests: amountsOf(spec, 'requests'), limits: amountsOf(spec, 'limits') };
}

function amountsOf(
  { containers, initContainers, overhead, whole }: ResourceSpec,
  part: 'requests' | 'limits',
): Amounts {
  const running = new Map<string, string>();
  for (const resources of containers) addTo(running, entriesAt(resources, part));
  const sidecars = new Map<string, string>();
  const most = new Map<string, string>();
  for (const { resources, sidecar } of initContainers) {
    const own = entriesAt(resources, part);
    if (sidecar) {
      addTo(running, own);
      addTo(sidecars, own);
      raiseTo(most, sidecars);
    } else {
      const beside = new Map(sidecars);
      addTo(beside, own);
      // what the sidecars need is counted for a resource that the init container asks for
      raiseTo(most, new Map(own.map(([name]) => [name, beside.get(name) ?? '0'])));
    }
  }
  raiseTo(running, most);
  for (const [name, amount] of entriesAt(whole, part)) running.set(name, String(amount));
  // an overhead makes no limit where there is none
  for (const [name, amount] of entriesAt({ overhead }, 'overhead'))
    if (part === 'requests' || running.has(name)) addTo(running, [[name, amount]]);
  return running;
}

/** Adds amounts to a sum. */
export function addTo(sum: Map<string, string>, amounts: Iterable<readonly [string, unknown]>): void {
  for (const [name, amount] of amounts) {
    const before = sum.get(name);
    sum.set(name, before === undefined ? canonical(amount) : sumText([before, amount]));
  }
}

function raiseTo(amounts: Map<string, string>, others: Amounts): void {
  for (const [name, amount] of others)
    if ((parseQuantity(amount) ?? 0) > (parseQuantity(amounts.get(name) ?? '0') ?? 0)) amounts.set(name, amount);
}

/** How much of the whole, in percent and cut off as kubectl cuts it; undefined when there is nothing to take from. */
export function percentOf(part: string, whole: string): number | undefined {
  const [some, all] = [parseQuantity(part), parseQuantity(whole)];
  if (some === undefined || all === undefined || all === 0) return undefined;
  // 0.29 × 100 is 28.999999999999996
  return Math.trunc(Math.round((some / all) * 1e8) / 1e6);
}
