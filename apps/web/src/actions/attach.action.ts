import { Cable } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { isPod, subresourceAccess } from './pod-subresource.ts';

export default defineDialogAction({
  id: 'attach',
  title: 'attach.title',
  icon: Cable,
  order: 42,
  applies: isPod,
  access: (target) => subresourceAccess('create', 'attach', target),
  dialog: async () => (await readWithWords(['debug'], () => import('./debug/attach-dialog.tsx'))()).dialog,
  kubectl: ({ ref }) => kubectlCommand('attach', ref, '-it'),
});
