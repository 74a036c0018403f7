import { CirclePlay } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { createCommand, isCronJob, makesJobs } from './jobs/job-kinds.ts';

export default defineDialogAction({
  id: 'trigger-job',
  title: 'triggerJob.title',
  icon: CirclePlay,
  order: 50,
  bulk: true,
  applies: isCronJob,
  access: makesJobs,
  dialog: async () => (await readWithWords(['jobs'], () => import('./jobs/new-job-dialogs.tsx'))()).trigger,
  kubectl: (target) => createCommand(target, '…'),
});
