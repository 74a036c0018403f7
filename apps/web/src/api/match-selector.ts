import { entriesAt, listAt, textAt, textsAt, valueAt } from './read-field.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels are picked by a selector as objects hold it. A plain map that is empty picks nothing; a metav1.LabelSelector that is
 * there and empty picks all.
 */
export function isPicked(labels: Labels, selector: unknown, form: 'labels' | 'selector'): boolean {
  if (typeof selector !== 'object' || selector === null) return false;
  const has = (key: string, value: unknown) => Object.hasOwn(labels, key) && labels[key] === String(value);
  if (form === 'labels') {
    const pairs = Object.entries(selector);
    return pairs.length > 0 && pairs.every(([key, value]) => has(key, value));
  }
  return (
    entriesAt(selector, 'matchLabels').every(([key, value]) => has(key, value)) &&
    listAt(selector, 'matchExpressions').every((expression) => meets(labels, expression))
  );
}

function meets(labels: Labels, expression: unknown): boolean {
  const key = textAt(expression, 'key');
  const own = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const isListed = own !== undefined && textsAt(expression, 'values').includes(own);
  switch (valueAt(expression, 'operator')) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return own !== undefined;
    case 'DoesNotExist':
      return own === undefined;
    default:
      return false;
  }
}
