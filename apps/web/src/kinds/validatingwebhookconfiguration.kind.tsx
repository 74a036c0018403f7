import { ShieldAlert } from 'lucide-react';
import { defineKind } from './define-kind.ts';
import { webhookColumns } from './webhook/webhook-columns.ts';
import { webhooksSection } from './webhook/webhooks-section.ts';

export default defineKind({
  resources: [
    'admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    'admissionregistration.k8s.io/v1beta1/validatingwebhookconfigurations',
  ],
  group: 'cluster',
  order: 80,
  icon: ShieldAlert,
  columns: webhookColumns,
  sections: [webhooksSection],
});
