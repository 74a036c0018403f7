import { FileCode2 } from 'lucide-react';
import { objectPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineAction({
  id: 'view-yaml',
  title: 'viewYaml.title',
  icon: FileCode2,
  order: 20,
  shortcut: 'y',
  applies: () => true,
  access: ({ ref: { resource, namespace, name } }) => ({
    verb: 'get',
    group: resource.group,
    resource: resource.resource,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  }),
  run: async ({ ref }, api) => api.navigate(objectPath(ref, 'yaml')),
  kubectl: ({ ref }) => kubectlCommand('get', ref, '-o', 'yaml'),
});
