import { SlidersHorizontal } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';
import { isDeployment } from './rollout/rollout-kinds.ts';

export default defineDialogAction({
  id: 'strategy',
  title: 'strategy.title',
  icon: SlidersHorizontal,
  order: 54,
  applies: (target) => isDeployment(target),
  access: (target) => objectAccess('patch', target),
  dialog: async () =>
    (await readWithWords(['rollout', 'problems'], () => import('./rollout/strategy-dialog.tsx'))()).strategyDialog,
  kubectl: ({ ref }) => kubectlCommand('edit', ref),
});
