import { Copy } from 'lucide-react';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineAction({
  id: 'copy-name',
  title: 'copyName.title',
  bulkTitle: 'copyName.many',
  icon: Copy,
  order: 50,
  applies: () => true,
  bulk: true,
  run: ({ ref }, api) => api.copy(ref.name),
  runTogether: (targets, api) => api.copy(targets.map(({ ref }) => ref.name).join('\n')),
  kubectl: ({ ref }) => kubectlCommand('get', ref, '-o', 'name'),
});
