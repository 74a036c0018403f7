import { Play } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { isDeployment } from './rollout/rollout-kinds.ts';

export default defineDialogAction({
  id: 'resume-rollout',
  title: 'resumeRollout.title',
  icon: Play,
  order: 53,
  bulk: true,
  applies: (target) => isDeployment(target, true),
  access: (target) => objectAccess('patch', target),
  dialog: async () => (await readWithWords(['rollout'], () => import('./rollout/plain-dialogs.ts'))()).resumeDialog,
  kubectl: ({ ref }) => rolloutCommand(['rollout', 'resume'], ref),
});
