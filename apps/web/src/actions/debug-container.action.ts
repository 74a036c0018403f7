import { BugPlay } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { isPod } from './pod-subresource.ts';

// the dialog asks for the right: a server that is too old has none to give, and says so first
export default defineDialogAction({
  id: 'debug-container',
  title: 'debugContainer.title',
  icon: BugPlay,
  order: 43,
  applies: isPod,
  dialog: async () =>
    (await readWithWords(['debug', 'command'], () => import('./debug/debug-container-dialog.tsx'))()).dialog,
  kubectl: ({ ref }) => kubectlCommand('debug', ref, '-it', '--image=busybox'),
});
