import { type Document, isMap, isSeq } from 'yaml';

/** What v1 changed the default of, or asks for: written out, so that the webhook does what it did. */
const WRITTEN_OUT = {
  failurePolicy: 'Ignore',
  matchPolicy: 'Exact',
  timeoutSeconds: '30',
  sideEffects: 'None',
  admissionReviewVersions: ['v1', 'v1beta1'],
} as const;

/** Webhook configurations to admissionregistration.k8s.io/v1. */
export function convertWebhooks(document: Document): void {
  const webhooks = document.get('webhooks');
  if (!isSeq(webhooks)) return;
  for (const webhook of webhooks.items) {
    if (!isMap(webhook)) continue;
    for (const [field, value] of Object.entries(WRITTEN_OUT))
      if (!webhook.has(field)) webhook.set(field, document.createNode(value));
  }
}
