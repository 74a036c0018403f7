import { Play } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { canSuspend } from './jobs/job-kinds.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

export default defineDialogAction({
  id: 'resume',
  title: 'resume.title',
  icon: Play,
  order: 52,
  bulk: true,
  applies: (target) => canSuspend(target, true),
  access: (target) => objectAccess('patch', target),
  dialog: async () => (await readWithWords(['jobs', 'problems'], () => import('./jobs/suspend-dialogs.ts'))()).resume,
  kubectl: ({ ref }) => kubectlCommand('patch', ref, '--type=merge', '-p', '{"spec":{"suspend":false}}'),
});
