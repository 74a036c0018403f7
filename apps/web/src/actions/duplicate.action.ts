import { CopyPlus } from 'lucide-react';
import { objectPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineAction({
  id: 'duplicate',
  title: 'duplicate.title',
  icon: CopyPlus,
  order: 22,
  applies: ({ ref: { resource } }) => resource.verbs.includes('create') && resource.verbs.includes('get'),
  access: ({ ref: { resource, namespace } }) => ({
    verb: 'create',
    group: resource.group,
    resource: resource.resource,
    ...(namespace === undefined ? {} : { namespace }),
  }),
  run: async ({ ref }, api) => api.navigate(`${objectPath(ref, 'yaml')}?edit=copy`),
  kubectl: ({ ref }) => `${kubectlCommand('get', ref, '-o', 'yaml')} > copy.yaml && kubectl create --edit -f copy.yaml`,
});
