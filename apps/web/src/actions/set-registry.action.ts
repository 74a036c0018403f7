import { PackageOpen } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { rollsOut } from './rollout/rollout-kinds.ts';

/** The same images from another registry. */
export default defineDialogAction({
  id: 'set-registry',
  title: 'setRegistry.title',
  icon: PackageOpen,
  order: 52,
  bulk: true,
  applies: rollsOut,
  access: (target) => objectAccess('patch', target),
  dialog: async () =>
    (await readWithWords(['deploy', 'problems'], () => import('./deploy/registry-dialog.tsx'))()).registryDialog,
  kubectl: ({ ref }) => rolloutCommand(['set', 'image'], ref, '…'),
});
