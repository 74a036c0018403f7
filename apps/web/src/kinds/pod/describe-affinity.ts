import { listAt, numberAt, textAt, textsAt, valueAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';
import { selectorText } from '../pointers.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** What a pod asks of the place where it runs, a sentence each: affinity to nodes and pods, and how it wants to be spread. */
export function placementWords(spec: unknown, t: Words): readonly string[] {
  return [
    ...nodeWords(spec, t),
    ...podWords(spec, 'podAffinity', t),
    ...podWords(spec, 'podAntiAffinity', t),
    ...listAt(spec, 'topologySpreadConstraints').map((constraint) => spreadWords(constraint, t)),
  ];
}

function nodeWords(spec: unknown, t: Words): string[] {
  const terms = listAt(spec, `affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms`).map((term) => termText(term, t));
  const required = terms.length === 0 ? [] : [t('affinity.node.required', { where: terms.join(t('affinity.or')) })];
  const preferred = listAt(spec, `affinity.nodeAffinity.${PREFERRED}`).map((item) =>
    t('affinity.node.preferred', {
      where: termText(valueAt(item, 'preference'), t),
      weight: numberAt(item, 'weight') ?? '?',
    }),
  );
  return [...required, ...preferred];
}

/** The requirements of a term hold all together; one without any matches no node. */
function termText(term: unknown, t: Words): string {
  const parts = [...listAt(term, 'matchExpressions'), ...listAt(term, 'matchFields')].map((item) => {
    const key = textAt(item, 'key');
    const values = textsAt(item, 'values').join(', ');
    const operator = textAt(item, 'operator');
    switch (operator) {
      case 'In':
        return `${key} in (${values})`;
      case 'NotIn':
        return `${key} notin (${values})`;
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `!${key}`;
      case 'Gt':
        return `${key} > ${values}`;
      case 'Lt':
        return `${key} < ${values}`;
      default:
        return `${key} ${operator} (${values})`;
    }
  });
  return parts.length === 0 ? t('affinity.noNode') : parts.join(t('affinity.and'));
}

function podWords(spec: unknown, field: 'podAffinity' | 'podAntiAffinity', t: Words): string[] {
  const required = listAt(spec, `affinity.${field}.${REQUIRED}`).map((term) =>
    t(`affinity.${field}.required`, podTerm(term, t)),
  );
  const preferred = listAt(spec, `affinity.${field}.${PREFERRED}`).map((item) =>
    t(`affinity.${field}.preferred`, {
      ...podTerm(valueAt(item, 'podAffinityTerm'), t),
      weight: numberAt(item, 'weight') ?? '?',
    }),
  );
  return [...required, ...preferred];
}

/** Without namespaces and a selector of them a term speaks of the pod's own namespace; an empty selector means all. */
function podTerm(term: unknown, t: Words): Record<string, unknown> {
  const namespaces = textsAt(term, 'namespaces').join(', ');
  const selected = valueAt(term, 'namespaceSelector');
  const selector = selectorText(term, 'namespaceSelector');
  const where =
    selected === undefined || selected === null
      ? namespaces === ''
        ? ''
        : t('affinity.inNamespaces', { namespaces })
      : selector === ''
        ? t('affinity.anyNamespace')
        : t('affinity.inNamespaces', { namespaces: [selector, namespaces].filter((part) => part !== '').join(', ') });
  const keys = textsAt(term, 'matchLabelKeys').join(', ');
  return {
    key: textAt(term, 'topologyKey'),
    pods: `${podsText(term, t)}${keys === '' ? '' : t('affinity.sameLabels', { keys })}${where}`,
  };
}

function podsText(term: unknown, t: Words): string {
  const selector = valueAt(term, 'labelSelector');
  if (selector === undefined || selector === null) return t('affinity.noPod');
  return selectorText(term, 'labelSelector') || t('affinity.anyPod');
}

function spreadWords(constraint: unknown, t: Words): string {
  return t(
    textAt(constraint, 'whenUnsatisfiable') === 'ScheduleAnyway' ? 'affinity.spread.anyway' : 'affinity.spread.never',
    {
      skew: numberAt(constraint, 'maxSkew') ?? '?',
      key: textAt(constraint, 'topologyKey'),
      pods: podsText(constraint, t),
    },
  );
}
