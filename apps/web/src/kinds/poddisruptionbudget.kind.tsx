import { ShieldCheck } from 'lucide-react';
import { numberAt, textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { linkToPods, selectorText } from './pointers.ts';
import { selectsPods } from './relation.ts';
import { numberField } from './row-fields.ts';

const HEALTHY = 'status.currentHealthy';
const NEEDED = 'status.desiredHealthy';
const EXPECTED = 'status.expectedPods';

export default defineKind({
  resources: ['policy/v1/poddisruptionbudgets', 'policy/v1beta1/poddisruptionbudgets'],
  group: 'config',
  order: 90,
  icon: ShieldCheck,
  statusColumn: 'Allowed Disruptions',
  fields: [HEALTHY, NEEDED, EXPECTED],
  columns: [
    {
      id: 'healthy',
      header: 'Healthy',
      title: 'list.healthy',
      fields: [HEALTHY, NEEDED, EXPECTED],
      text: (view) => `${numberField(view, HEALTHY)}/${numberField(view, EXPECTED)}`,
      draw: (view) => {
        const count = numberField(view, EXPECTED);
        return count === 0 ? undefined : { share: numberField(view, HEALTHY) / count, tone: health(view) };
      },
      describe: (view, t) =>
        t('list.disruptions', {
          allowed: view.cell('Allowed Disruptions'),
          healthy: numberField(view, HEALTHY),
          desired: numberField(view, NEEDED),
          count: numberField(view, EXPECTED),
        }),
    },
  ],
  health,
  statusSentence: (budget, t) =>
    t('kind-lists:list.disruptions', {
      allowed: numberAt(budget, 'status.disruptionsAllowed') ?? 0,
      healthy: numberAt(budget, 'status.currentHealthy') ?? 0,
      desired: numberAt(budget, 'status.desiredHealthy') ?? 0,
      count: numberAt(budget, 'status.expectedPods') ?? 0,
    }),
  facts: (budget) => [
    { label: 'fact.selector', value: linkToPods(selectorText(budget, 'spec.selector'), budget.metadata.namespace) },
    { label: 'fact.minAvailable', value: textAt(budget, 'spec.minAvailable') },
    { label: 'fact.maxUnavailable', value: textAt(budget, 'spec.maxUnavailable') },
  ],
  sections: [
    {
      id: 'disruption',
      title: 'section.disruption',
      content: { component: lazyWithWords(['scale', 'problems'], () => import('./pdb/disruption-section.tsx')) },
    },
  ],
  relations: [selectsPods('spec.selector', 'selector')],
});

function health(view: RowView): Health {
  // it picks no pod
  if (view.reads(EXPECTED) && numberField(view, EXPECTED) === 0) return 'stopped';
  if (numberField(view, HEALTHY) < numberField(view, NEEDED)) return 'failed';
  // Nothing may be evicted now: a drain will wait here.
  return view.cell('Allowed Disruptions') === '0' ? 'warning' : 'ok';
}
