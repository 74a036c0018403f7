import { StepForward } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { isDeployment } from './rollout/rollout-kinds.ts';

export default defineDialogAction({
  id: 'advance-rollout',
  title: 'advanceRollout.title',
  icon: StepForward,
  order: 53,
  applies: (target) => target.object !== undefined && isDeployment(target, true),
  access: (target) => objectAccess('patch', target),
  dialog: async () => (await readWithWords(['rollout'], () => import('./rollout/advance-dialog.ts'))()).advanceDialog,
  kubectl: ({ ref }) => rolloutCommand(['rollout', 'resume'], ref),
});
