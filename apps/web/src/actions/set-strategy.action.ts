import { SlidersHorizontal } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

/** CTL-41, CTL-42, TUT-24: partition, OnDelete, and how many at once. */
export default defineDialogAction({
  id: 'set-strategy',
  title: 'strategy.title',
  icon: SlidersHorizontal,
  order: 54,
  applies: ({ ref: { resource } }) =>
    resource.group === 'apps' && ['statefulsets', 'daemonsets'].includes(resource.resource),
  access: (target) => objectAccess('patch', target),
  dialog: async () =>
    (await readWithWords(['sets', 'problems'], () => import('./sets/set-strategy-dialog.tsx'))()).setStrategyDialog(),
  kubectl: ({ ref }) => kubectlCommand('edit', ref),
});
