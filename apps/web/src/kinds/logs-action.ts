import { ScrollText } from 'lucide-react';
import { defineAction } from '../actions/define-action.ts';
import { kubectlType, shellWord } from '../actions/kubectl-command.ts';
import { objectPath } from '../api/addresses.ts';

/** Opens the logs of an object's pods; for kinds with that tab. */
export const logsAction = defineAction({
  id: 'view-pods-logs',
  title: 'viewLogs.title',
  icon: ScrollText,
  order: 30,
  shortcut: 'l',
  applies: () => true,
  access: ({ ref: { namespace } }) => ({
    verb: 'get',
    group: '',
    resource: 'pods',
    subresource: 'log',
    ...(namespace === undefined ? {} : { namespace }),
  }),
  run: async ({ ref }, api) => api.navigate(objectPath(ref, 'logs')),
  kubectl: ({ ref: { resource, namespace, name } }) =>
    ['kubectl', 'logs', `${kubectlType(resource)}/${name}`, ...(namespace === undefined ? [] : ['-n', namespace])]
      .map(shellWord)
      .concat('--all-containers', '-f')
      .join(' '),
});
