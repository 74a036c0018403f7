import { BellRing } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

/** A notice when a rollout is over, a Job has ended, a node is ready. */
export default defineDialogAction({
  id: 'tell-when',
  title: 'tellWhen.title',
  icon: BellRing,
  order: 58,
  bulk: true,
  applies: ({ ref: { resource } }) => resource.verbs.includes('watch'),
  access: (target) => objectAccess('watch', target),
  dialog: async () => ({
    panel: (await readWithWords(['tell-when'], () => import('./tell-when/tell-when-dialog.tsx'))()).TellWhenDialog,
  }),
  kubectl: ({ ref }) => kubectlCommand('wait', ref, '--for=…'),
});
