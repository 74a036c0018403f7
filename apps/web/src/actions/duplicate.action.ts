import { CopyPlus } from 'lucide-react';
import { objectPath, wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

/** Workloads whose pods a copy of the same selector would fight over. */
const SELECTING = ['deployments', 'statefulsets', 'daemonsets'];

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
  run: async ({ ref }, api) => {
    const { cluster, resource, namespace, name } = ref;
    const { group, resource: plural } = resource;
    const selects = group === 'apps' && SELECTING.includes(plural);
    api.navigate(
      selects
        ? wizardPath(cluster, 'copy', { group, plural, namespace, name })
        : `${objectPath(ref, 'yaml')}?edit=copy`,
    );
  },
  kubectl: ({ ref }) => `${kubectlCommand('get', ref, '-o', 'yaml')} > copy.yaml && kubectl create --edit -f copy.yaml`,
});
