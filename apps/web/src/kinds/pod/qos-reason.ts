import { parseQuantity } from '@quarterdeck/shared/quantity';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';

type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';
const COUNTED = ['cpu', 'memory'] as const;

/** What keeps a pod from being Guaranteed. */
interface Gap {
  readonly container: string;
  readonly resource: string;
  /** "" when there is none */
  readonly request: string;
  readonly limit: string;
}

/** The class that the requests and limits of a pod lead to, and what keeps it from the best one. */
export function qosOf(spec: unknown): { readonly qos: QosClass; readonly gaps: readonly Gap[] } {
  // resources of the pod as a whole (v1.34) go before those of its containers
  const whole = valueAt(spec, 'resources');
  const holders =
    whole !== undefined &&
    whole !== null &&
    COUNTED.some((name) => amount(spec, 'limits', name) || amount(spec, 'requests', name))
      ? [spec]
      : [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')];
  const gaps: Gap[] = [];
  let asked = false;
  for (const holder of holders)
    for (const resource of COUNTED) {
      const limit = amount(holder, 'limits', resource);
      // a request that is not set is taken from the limit
      const request = amount(holder, 'requests', resource) || limit;
      asked ||= request !== '' || limit !== '';
      if (limit === '' || parseQuantity(request) !== parseQuantity(limit))
        gaps.push({ container: textAt(holder, 'name'), resource, request, limit });
    }
  if (!asked) return { qos: 'BestEffort', gaps: [] };
  return { qos: gaps.length === 0 ? 'Guaranteed' : 'Burstable', gaps };
}

/** An amount that counts: 0 is as good as none. */
function amount(holder: unknown, part: 'requests' | 'limits', resource: string): string {
  const text = textAt(holder, `resources.${part}.${resource}`);
  return parseQuantity(text) === 0 ? '' : text;
}

/** Gaps that are told one by one; a pod may have hundreds of containers. */
const MOST_GAPS = 4;

/** Why a pod has its QoS class, and what that means when its node runs short; "" when the class is not what we would say. */
export function qosWords(pod: unknown, t: Words): string {
  const { qos, gaps } = qosOf(valueAt(pod, 'spec'));
  const told = textAt(pod, 'status.qosClass');
  if (told !== '' && told !== qos) return '';
  if (qos !== 'Burstable') return t(`qos.${qos}`);
  const reasons = gaps
    .slice(0, MOST_GAPS)
    .map(({ container, resource, request, limit }) =>
      limit === ''
        ? t('qos.noLimit', { container, resource })
        : t('qos.differs', { container, resource, request, limit }),
    );
  const more = gaps.length > MOST_GAPS ? [t('qos.more', { count: gaps.length - MOST_GAPS })] : [];
  return t('qos.Burstable', { why: [...reasons, ...more].join(t('separator')) });
}
