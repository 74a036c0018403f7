import { ScrollText } from 'lucide-react';
import { objectPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { isPod, subresourceAccess } from './pod-subresource.ts';

export default defineAction({
  id: 'view-logs',
  title: 'viewLogs.title',
  icon: ScrollText,
  order: 30,
  shortcut: 'l',
  applies: isPod,
  access: (target) => subresourceAccess('get', 'log', target),
  run: async ({ ref }, api) => api.navigate(objectPath(ref, 'logs')),
  kubectl: ({ ref }) => kubectlCommand('logs', ref, '--tail=500', '-f'),
});
