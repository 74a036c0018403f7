import { Route } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';

export default defineKind({
  resources: ['networking.k8s.io/v1/ingressclasses', 'networking.k8s.io/v1beta1/ingressclasses'],
  group: 'network',
  order: 30,
  icon: Route,
  immutable: ['spec.controller'],
  facts: (ingressClass) => [
    { label: 'fact.controller', value: textAt(ingressClass, 'spec.controller') },
    {
      label: 'fact.default',
      value: ingressClass.metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] ?? '',
    },
    { label: 'fact.parameters', value: textAt(ingressClass, 'spec.parameters.name') },
  ],
});
