import { CirclePlay } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

/** Kinds that select pods by spec.selector, and pods themselves. */
const KINDS = new Set([
  '/pods',
  '/services',
  '/replicationcontrollers',
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'apps/replicasets',
  'batch/jobs',
]);

export default defineDialogAction({
  id: 'run-command',
  title: 'runCommand.title',
  icon: CirclePlay,
  order: 41,
  bulk: true,
  applies: ({ ref: { resource } }) => KINDS.has(`${resource.group}/${resource.resource}`),
  access: ({ ref: { namespace = '' } }) => ({
    verb: 'create',
    group: '',
    resource: 'pods',
    subresource: 'exec',
    namespace,
  }),
  dialog: async () => {
    const read = readWithWords(
      ['run-command', 'command', 'problems'],
      () => import('../features/run-command/run-command-panel.tsx'),
    );
    return { panel: (await read()).default };
  },
  kubectl: ({ ref }) => {
    const { group, resource } = ref.resource;
    return kubectlCommand(
      'exec',
      group === '' && resource === 'pods' ? ref : { ...ref, name: `${resource}/${ref.name}` },
      '--',
      'env',
    );
  },
});
