import { CopyPlus } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';
import { isPod } from './pod-subresource.ts';

export default defineDialogAction({
  id: 'debug-copy',
  title: 'debugCopy.title',
  icon: CopyPlus,
  order: 44,
  applies: isPod,
  access: (target) => objectAccess('create', target),
  dialog: async () =>
    (await readWithWords(['debug', 'command'], () => import('./debug/debug-copy-dialog.tsx'))()).dialog,
  kubectl: ({ ref }) => kubectlCommand('debug', ref, `--copy-to=${ref.name}-debug`, '--', 'sleep', '86400'),
});
