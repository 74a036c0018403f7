import { parseQuantity } from '@quarterdeck/shared/quantity';
import { quantityOf, quantityText } from '@quarterdeck/shared/quantity-text';
import { entriesAt } from '../read-field.ts';
import type { Amounts } from './pod-resources.ts';

/** What a node keeps for itself and its kubelet: its capacity less what is allocatable; "0" where it keeps nothing. */
export function reservedOf(capacity: Amounts, allocatable: Amounts): Amounts {
  const kept = new Map<string, string>();
  for (const [resource, amount] of capacity) {
    const left = allocatable.get(resource);
    if (left === undefined) continue;
    const reserved = Math.max(0, quantityOf(amount) - quantityOf(left));
    kept.set(resource, quantityText(reserved, /i$/.test(amount) || /i$/.test(left)));
  }
  return kept;
}

/** What a node uses by its metrics, in the units of `kubectl top nodes`: milli-CPUs rounded up, mebibytes cut off. */
export function usedOf(metrics: unknown): Amounts {
  return new Map(
    entriesAt(metrics, 'usage').flatMap(([resource, amount]): [string, string][] => {
      const value = parseQuantity(String(amount));
      if (value === undefined) return [];
      if (resource === 'cpu') return [[resource, `${Math.ceil(value * 1000 - 1e-6)}m`]];
      return [[resource, `${Math.floor(value / 2 ** 20)}Mi`]];
    }),
  );
}
