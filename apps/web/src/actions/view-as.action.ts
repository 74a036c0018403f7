import { Eye } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { accountUser, isAccount } from './is-account.ts';

export default defineAction({
  id: 'view-as',
  title: 'viewAs.title',
  icon: Eye,
  order: 62,
  applies: isAccount,
  access: ({ ref }) => ({
    verb: 'impersonate',
    group: '',
    resource: 'serviceaccounts',
    name: ref.name,
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
  }),
  run: async (target, api) => api.navigate(wizardPath(target.ref.cluster, 'view-as', { user: accountUser(target) })),
  kubectl: (target) => `kubectl auth can-i --list --as=${accountUser(target)}`,
});
