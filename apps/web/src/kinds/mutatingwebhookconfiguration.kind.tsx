import { PenLine } from 'lucide-react';
import { defineKind } from './define-kind.ts';
import { webhookColumns } from './webhook/webhook-columns.ts';
import { webhooksSection } from './webhook/webhooks-section.ts';

export default defineKind({
  resources: [
    'admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    'admissionregistration.k8s.io/v1beta1/mutatingwebhookconfigurations',
  ],
  group: 'cluster',
  order: 90,
  icon: PenLine,
  columns: webhookColumns,
  sections: [webhooksSection],
});
