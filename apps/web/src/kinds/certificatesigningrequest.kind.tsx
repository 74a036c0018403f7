import { FileBadge } from 'lucide-react';
import { textAt, textsAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';

export default defineKind({
  resources: [
    'certificates.k8s.io/v1/certificatesigningrequests',
    'certificates.k8s.io/v1beta1/certificatesigningrequests',
  ],
  group: 'access',
  order: 60,
  icon: FileBadge,
  statusColumn: 'Condition',
  health: (view) => {
    const words = view.cell('Condition').split(',');
    if (words.includes('Failed') || words.includes('Denied')) return 'failed';
    return words.includes('Issued') ? 'ok' : 'progressing';
  },
  facts: (request) => [
    { label: 'fact.signer', value: textAt(request, 'spec.signerName') },
    { label: 'fact.requestor', value: textAt(request, 'spec.username') },
    { label: 'fact.groups', value: textsAt(request, 'spec.groups') },
    { label: 'fact.usages', value: textsAt(request, 'spec.usages').join(', ') },
    { label: 'fact.expirationSeconds', value: textAt(request, 'spec.expirationSeconds') },
  ],
});
