import { RotateCw } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { rollsOut } from './rollout/rollout-kinds.ts';

export default defineDialogAction({
  id: 'restart',
  title: 'restart.title',
  icon: RotateCw,
  order: 50,
  bulk: true,
  applies: rollsOut,
  access: (target) => objectAccess('patch', target),
  dialog: async () => (await readWithWords(['rollout'], () => import('./rollout/restart-dialog.tsx'))()).restartDialog,
  kubectl: ({ ref }) => rolloutCommand(['rollout', 'restart'], ref),
});
