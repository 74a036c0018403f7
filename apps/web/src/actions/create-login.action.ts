import { KeyRound } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';

export default defineAction({
  id: 'create-login',
  title: 'createLogin.title',
  icon: KeyRound,
  order: 60,
  applies: ({ ref: { resource } }) => resource.group === '' && resource.resource === 'namespaces',
  access: ({ ref }) => ({
    verb: 'create',
    group: 'rbac.authorization.k8s.io',
    resource: 'rolebindings',
    namespace: ref.name,
  }),
  run: async ({ ref }, api) => api.navigate(wizardPath(ref.cluster, 'login', { namespace: ref.name })),
  kubectl: ({ ref }) =>
    `kubectl create rolebinding NAME -n ${ref.name} --clusterrole=edit --serviceaccount=${ref.name}:NAME`,
});
