import { RotateCw } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { isJob, makesJobs } from './jobs/job-kinds.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineDialogAction({
  id: 'run-again',
  title: 'runAgain.title',
  icon: RotateCw,
  order: 50,
  bulk: true,
  applies: isJob,
  access: makesJobs,
  dialog: async () => (await readWithWords(['jobs'], () => import('./jobs/new-job-dialogs.tsx'))()).runAgain,
  kubectl: ({ ref }) => `${kubectlCommand('get', ref, '-o', 'json')} | … | kubectl create -f -`,
});
