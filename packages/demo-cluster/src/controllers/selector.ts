import type { LabelSelector } from './kinds.ts';

type Labels = Record<string, string> | undefined;

/** Whether labels satisfy a selector; no selector at all matches nothing, an empty one everything (metav1.LabelSelector). */
export function matches(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  if (!matchesAll(selector.matchLabels ?? {}, labels)) return false;
  return (selector.matchExpressions ?? []).every((one) => matchesExpression(one, labels?.[one.key]));
}

/** Whether labels contain all pairs of a map. */
export function matchesAll(wanted: Record<string, string>, labels: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
}

/** One requirement of a label selector or a node selector. */
export function matchesExpression(
  { operator, values = [] }: { operator: string; values?: string[] },
  actual: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    case 'Gt':
      return actual !== undefined && Number(actual) > Number(values[0]);
    case 'Lt':
      return actual !== undefined && Number(actual) < Number(values[0]);
    default:
      return false;
  }
}
