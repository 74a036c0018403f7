import { UserCheck } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

export default defineAction({
  id: 'edit-subjects',
  title: 'editSubjects.title',
  icon: UserCheck,
  order: 60,
  applies: ({ ref: { resource } }) =>
    resource.group === 'rbac.authorization.k8s.io' &&
    ['rolebindings', 'clusterrolebindings'].includes(resource.resource),
  access: (target) => objectAccess('update', target),
  run: async ({ ref: { cluster, resource, namespace, name } }, api) =>
    api.navigate(wizardPath(cluster, 'binding', { edit: '1', kind: resource.kind, namespace, name })),
  kubectl: ({ ref }) => kubectlCommand('edit', ref),
});
