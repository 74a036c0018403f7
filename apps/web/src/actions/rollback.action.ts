import { Undo2 } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { rollsOut } from './rollout/rollout-kinds.ts';

export default defineDialogAction({
  id: 'rollback',
  title: 'rollback.title',
  icon: Undo2,
  order: 52,
  applies: rollsOut,
  access: (target) => objectAccess('patch', target),
  dialog: async () => {
    const read = readWithWords(['rollout', 'writes', 'problems'], () => import('./rollout/rollback-dialog.tsx'));
    return (await read()).rollbackDialog();
  },
  kubectl: ({ ref }) => rolloutCommand(['rollout', 'undo'], ref),
});
