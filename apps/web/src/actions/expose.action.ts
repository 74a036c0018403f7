import { Network } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

const KINDS = [
  '/pods',
  '/services',
  '/replicationcontrollers',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'apps/daemonsets',
];

/** TUT-16, OPS-140: a Service for these pods. */
export default defineAction({
  id: 'expose',
  title: 'expose.title',
  icon: Network,
  order: 47,
  applies: ({ ref: { resource } }) => KINDS.includes(`${resource.group}/${resource.resource}`),
  access: ({ ref: { namespace = '' } }) => ({ verb: 'create', group: '', resource: 'services', namespace }),
  run: async ({ ref: { cluster, resource, namespace, name } }, api) =>
    api.navigate(wizardPath(cluster, 'expose', { group: resource.group, plural: resource.resource, namespace, name })),
  kubectl: ({ ref }) => kubectlCommand('expose', ref, '--port=80'),
});
