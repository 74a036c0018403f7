import { Rocket } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';

/** TUT-15, OPS-090: in this namespace. */
export default defineAction({
  id: 'deploy',
  title: 'deployHere.title',
  icon: Rocket,
  order: 44,
  applies: ({ ref: { resource } }) => resource.group === '' && resource.resource === 'namespaces',
  access: ({ ref }) => ({ verb: 'create', group: 'apps', resource: 'deployments', namespace: ref.name }),
  run: async ({ ref }, api) => api.navigate(wizardPath(ref.cluster, 'deploy', { namespace: ref.name })),
  kubectl: ({ ref }) => `kubectl create deployment NAME -n ${shellWord(ref.name)} --image=IMAGE`,
});
