import { SlidersHorizontal } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { hasEnded, isJob } from './jobs/job-kinds.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

export default defineDialogAction({
  id: 'parallelism',
  title: 'parallelism.title',
  icon: SlidersHorizontal,
  order: 53,
  applies: (target) => isJob(target) && !hasEnded(target.object),
  access: (target) => objectAccess('patch', target),
  dialog: async () =>
    (await readWithWords(['jobs', 'problems'], () => import('./jobs/parallelism-dialog.tsx'))()).parallelismDialog,
  kubectl: ({ ref }) => kubectlCommand('patch', ref, '--type=merge', '-p', '{"spec":{"parallelism":…}}'),
});
