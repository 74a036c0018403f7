import { Box } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { rollsOut } from './rollout/rollout-kinds.ts';

export default defineDialogAction({
  id: 'edit-container',
  title: 'editContainer.title',
  icon: Box,
  order: 51,
  applies: rollsOut,
  access: (target) => objectAccess('patch', target),
  dialog: async () => {
    const read = readWithWords(['rollout', 'problems'], () => import('./rollout/container-dialog.tsx'));
    return (await read()).containerDialog;
  },
  kubectl: ({ ref }) => rolloutCommand(['set', 'env'], ref),
});
