import { SquareTerminal } from 'lucide-react';
import { objectPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { isPod, subresourceAccess } from './pod-subresource.ts';

export default defineAction({
  id: 'open-shell',
  title: 'openShell.title',
  icon: SquareTerminal,
  order: 40,
  shortcut: 's',
  applies: isPod,
  access: (target) => subresourceAccess('create', 'exec', target),
  run: async ({ ref }, api) => api.navigate(objectPath(ref, 'shell')),
  kubectl: ({ ref }) => kubectlCommand('exec', ref, '-it', '--', 'sh'),
});
