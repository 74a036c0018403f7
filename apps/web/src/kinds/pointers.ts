import { entriesAt, listAt, textAt, textsAt } from '../api/read-field.ts';
import type { Cell } from '../ui/cell-view.tsx';

/** A cell that links to one object; "" stays "". */
export function linkTo(group: string, kind: string, name: string, namespace?: string): Cell {
  if (name === '') return '';
  return { text: name, to: { group, kind, name, ...(namespace ? { namespace } : {}) } };
}

/** A label selector as it is written, and a link to the pods that it picks. */
export function linkToPods(labelSelector: string, namespace: string | undefined): readonly Cell[] {
  if (labelSelector === '') return [];
  const to = { group: '', kind: 'Pod', labelSelector, ...(namespace ? { namespace } : {}) };
  return [labelSelector, { text: `pods/${labelSelector}`, words: 'cell.pods', to }];
}

/** metav1.LabelSelector as kubectl writes it: "app=web,tier in (a,b),!legacy"; "" when it is missing or empty. */
export function selectorText(object: unknown, path: string): string {
  const labels = entriesAt(object, `${path}.matchLabels`).map(([key, value]) => `${key}=${String(value)}`);
  const expressions = listAt(object, `${path}.matchExpressions`).map((item) => {
    const key = textAt(item, 'key');
    const values = textsAt(item, 'values').join(',');
    switch (textAt(item, 'operator')) {
      case 'In':
        return `${key} in (${values})`;
      case 'NotIn':
        return `${key} notin (${values})`;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...labels, ...expressions].join(',');
}

/** A plain map as a selector or a list of pairs: "a=b,c=d". */
export function pairsText(object: unknown, path: string, separator = ','): string {
  return entriesAt(object, path)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(separator);
}
