import { Sun } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { SLEPT } from './debug/slept.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

export default defineDialogAction({
  id: 'restore-command',
  title: 'restoreCommand.title',
  icon: Sun,
  order: 46,
  applies: ({ ref: { resource }, object }) =>
    resource.group === 'apps' && object?.metadata.annotations?.[SLEPT] !== undefined,
  access: (target) => objectAccess('patch', target),
  dialog: async () => (await readWithWords(['debug'], () => import('./debug/sleep-dialog.tsx'))()).wakeDialog,
  kubectl: ({ ref }) => kubectlCommand('edit', ref),
});
