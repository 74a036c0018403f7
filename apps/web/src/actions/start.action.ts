import { Play } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { isScalable, scaleAccess } from './scale/scalable.ts';

/** T-71: what was scaled to 0 gets the pods back that it had. */
export default defineDialogAction({
  id: 'start',
  title: 'start.title',
  icon: Play,
  order: 47,
  applies: (target) => isScalable(target) && textAt(target.object, 'spec.replicas') === '0',
  access: scaleAccess,
  dialog: async () => (await readWithWords(['scale', 'problems'], () => import('./scale/scale-dialog.tsx'))()).scale,
  kubectl: ({ ref }) => kubectlCommand('scale', ref, '--replicas=…'),
});
