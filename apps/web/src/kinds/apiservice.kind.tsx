import { Plug } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkTo } from './pointers.ts';

export default defineKind({
  resources: ['apiregistration.k8s.io/v1/apiservices', 'apiregistration.k8s.io/v1beta1/apiservices'],
  group: 'cluster',
  order: 50,
  icon: Plug,
  statusColumn: 'Available',
  // The column reads "True" or "False (FailedDiscoveryCheck)".
  health: (view) => {
    const available = view.cell('Available');
    return available === 'True' ? 'ok' : available.startsWith('False') ? 'failed' : 'unknown';
  },
  facts: (service) => [
    { label: 'fact.group', value: textAt(service, 'spec.group') },
    { label: 'fact.version', value: textAt(service, 'spec.version') },
    {
      label: 'fact.service',
      value: linkTo('', 'Service', textAt(service, 'spec.service.name'), textAt(service, 'spec.service.namespace')),
    },
    { label: 'fact.insecureSkipTLS', value: textAt(service, 'spec.insecureSkipTLSVerify') },
    { label: 'fact.groupPriority', value: textAt(service, 'spec.groupPriorityMinimum') },
    { label: 'fact.versionPriority', value: textAt(service, 'spec.versionPriority') },
  ],
});
