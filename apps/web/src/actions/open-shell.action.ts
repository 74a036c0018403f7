import { SquareTerminal } from 'lucide-react';
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
  // no part of the first page
  run: async (target, api) => (await import('./shell/open-shell.ts')).openShell(target, api),
  kubectl: ({ ref }) => kubectlCommand('exec', ref, '-it', '--', 'sh'),
});
