import { Copy } from 'lucide-react';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineAction({
  id: 'copy-name',
  title: 'copyName.title',
  icon: Copy,
  order: 50,
  applies: () => true,
  run: ({ ref }, api) => api.copy(ref.name),
  kubectl: ({ ref }) => kubectlCommand('get', ref, '-o', 'name'),
});
