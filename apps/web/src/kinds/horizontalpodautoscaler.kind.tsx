import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { ChartNoAxesCombined } from 'lucide-react';
import { numberAt, textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind } from './define-kind.ts';
import { autoscalerHealth, CONDITION_FIELDS } from './hpa/autoscaler-health.ts';
import { linkTo } from './pointers.ts';
import { points } from './relation.ts';
import { barColumn, linkColumn } from './row-columns.ts';
import { greatestShare, textField } from './row-fields.ts';

const TARGET_VERSION = 'spec.scaleTargetRef.apiVersion';

export default defineKind({
  resources: [
    'autoscaling/v2/horizontalpodautoscalers',
    'autoscaling/v2beta2/horizontalpodautoscalers',
    'autoscaling/v2beta1/horizontalpodautoscalers',
    'autoscaling/v1/horizontalpodautoscalers',
  ],
  group: 'config',
  order: 80,
  icon: ChartNoAxesCombined,
  statusColumn: 'Targets',
  fields: [...CONDITION_FIELDS, TARGET_VERSION],
  columns: [
    linkColumn('reference', 'Reference', (text, view) => {
      const [kind = '', name = ''] = text.split('/');
      if (!view.reads(TARGET_VERSION)) return undefined;
      const { group } = parseApiVersion(textField(view, TARGET_VERSION));
      return { group, kind, name, namespace: view.row.namespace };
    }),
    barColumn('targets', 'Targets', (view) => greatestShare(view.cell('Targets')), autoscalerHealth),
  ],
  health: autoscalerHealth,
  statusSentence: (hpa, t) => {
    const current = numberAt(hpa, 'status.currentReplicas') ?? 0;
    const desired = numberAt(hpa, 'status.desiredReplicas') ?? 0;
    const bounds = { min: numberAt(hpa, 'spec.minReplicas') ?? 1, max: numberAt(hpa, 'spec.maxReplicas') ?? 0 };
    // 0 is what stands there until the metrics could be read for the first time
    const key = desired === 0 && current > 0 ? 'hpa.undecided' : 'hpa.sentence';
    return t(key, { current, desired, ...bounds });
  },
  facts: (hpa) => {
    const { group } = parseApiVersion(textAt(hpa, 'spec.scaleTargetRef.apiVersion'));
    const kind = textAt(hpa, 'spec.scaleTargetRef.kind');
    return [
      {
        label: 'fact.scaleTarget',
        value: linkTo(group, kind, textAt(hpa, 'spec.scaleTargetRef.name'), hpa.metadata.namespace),
      },
      { label: 'fact.targetCPU', value: textAt(hpa, 'spec.targetCPUUtilizationPercentage') },
      { label: 'fact.currentCPU', value: textAt(hpa, 'status.currentCPUUtilizationPercentage') },
      { label: 'fact.lastScale', value: textAt(hpa, 'status.lastScaleTime') },
    ];
  },
  sections: [
    {
      id: 'autoscaling',
      title: 'section.autoscaling',
      content: { component: lazyWithWords(['scale'], () => import('./hpa/autoscaling-section.tsx')) },
    },
  ],
  relations: [
    points(
      'spec.scaleTargetRef',
      ['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', '/ReplicationController'],
      'scales',
    ),
  ],
});
