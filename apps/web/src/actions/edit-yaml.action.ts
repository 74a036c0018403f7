import { Pencil } from 'lucide-react';
import { objectPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineAction({
  id: 'edit-yaml',
  title: 'editYaml.title',
  icon: Pencil,
  order: 21,
  shortcut: 'e',
  applies: ({ ref }) => ref.resource.verbs.includes('update'),
  access: ({ ref: { resource, namespace, name } }) => ({
    verb: 'update',
    group: resource.group,
    resource: resource.resource,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  }),
  run: async ({ ref }, api) => api.navigate(`${objectPath(ref, 'yaml')}?edit=yes`),
  kubectl: ({ ref }) => kubectlCommand('edit', ref),
});
