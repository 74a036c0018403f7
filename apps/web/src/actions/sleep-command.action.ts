import { Moon } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { SLEPT } from './debug/slept.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

export default defineDialogAction({
  id: 'sleep-command',
  title: 'sleepCommand.title',
  icon: Moon,
  order: 46,
  applies: ({ ref: { resource }, object }) =>
    resource.group === 'apps' &&
    resource.resource !== 'replicasets' &&
    object !== undefined &&
    object['spec'] !== undefined &&
    object.metadata.annotations?.[SLEPT] === undefined,
  access: (target) => objectAccess('patch', target),
  dialog: async () => (await readWithWords(['debug'], () => import('./debug/sleep-dialog.tsx'))()).sleepDialog,
  kubectl: ({ ref }) => kubectlCommand('edit', ref),
});
