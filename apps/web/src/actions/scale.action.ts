import { Scaling } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { isScalable, scaleAccess } from './scale/scalable.ts';

/** OPS-091, TUT-20: how many pods a workload has, by its scale subresource. */
export default defineDialogAction({
  id: 'scale',
  title: 'scale.title',
  icon: Scaling,
  order: 48,
  bulk: true,
  applies: isScalable,
  access: scaleAccess,
  dialog: async () => (await readWithWords(['scale', 'problems'], () => import('./scale/scale-dialog.tsx'))()).scale,
  kubectl: ({ ref }) => kubectlCommand('scale', ref, '--replicas=…'),
});
