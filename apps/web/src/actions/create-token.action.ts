import { KeyRound } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { isAccount } from './is-account.ts';

export default defineAction({
  id: 'create-token',
  title: 'createToken.title',
  icon: KeyRound,
  order: 60,
  applies: isAccount,
  access: ({ ref }) => ({
    verb: 'create',
    group: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    name: ref.name,
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
  }),
  run: async ({ ref }, api) =>
    api.navigate(wizardPath(ref.cluster, 'token', { namespace: ref.namespace, name: ref.name })),
  kubectl: ({ ref }) => `kubectl create token ${ref.name} -n ${ref.namespace}`,
});
