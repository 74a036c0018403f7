import { ShieldCheck } from 'lucide-react';
import { numberAt, textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkToPods, selectorText } from './pointers.ts';

export default defineKind({
  resources: ['policy/v1/poddisruptionbudgets', 'policy/v1beta1/poddisruptionbudgets'],
  group: 'config',
  order: 90,
  icon: ShieldCheck,
  statusColumn: 'Allowed Disruptions',
  // Nothing may be evicted now: a drain will wait here.
  health: (view) => (view.cell('Allowed Disruptions') === '0' ? 'warning' : 'ok'),
  statusSentence: (budget, t) =>
    t('pdb.sentence', {
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
});
