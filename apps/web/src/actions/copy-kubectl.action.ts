import { Terminal } from 'lucide-react';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineAction({
  id: 'copy-kubectl',
  title: 'copyKubectl.title',
  icon: Terminal,
  order: 60,
  applies: () => true,
  run: ({ ref }, api) => api.copy(kubectlCommand('get', ref, '-o', 'yaml')),
  kubectl: ({ ref }) => kubectlCommand('get', ref, '-o', 'yaml'),
});
