import { Container } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { rollsOut } from './rollout/rollout-kinds.ts';

export default defineDialogAction({
  id: 'set-image',
  title: 'setImage.title',
  icon: Container,
  order: 51,
  applies: rollsOut,
  access: (target) => objectAccess('patch', target),
  dialog: async () =>
    (await readWithWords(['rollout', 'problems'], () => import('./rollout/set-image-dialog.tsx'))()).setImageDialog,
  kubectl: ({ ref }) => rolloutCommand(['set', 'image'], ref, '…'),
});
