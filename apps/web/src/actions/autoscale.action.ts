import { ChartNoAxesCombined } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';
import { isAutoscaler, isScalable } from './scale/scalable.ts';

/** OPS-100: an autoscaler for a workload, or another setting of the one that there is. */
export default defineDialogAction({
  id: 'autoscale',
  title: 'autoscale.title',
  icon: ChartNoAxesCombined,
  order: 49,
  applies: (target) => isScalable(target) || isAutoscaler(target),
  access: (target) => ({
    ...objectAccess(isAutoscaler(target) ? 'patch' : 'create', target),
    group: 'autoscaling',
    resource: 'horizontalpodautoscalers',
  }),
  dialog: async () =>
    (await readWithWords(['scale', 'problems'], () => import('./scale/autoscale-dialog.tsx'))()).autoscale,
  kubectl: ({ ref }) => kubectlCommand('autoscale', ref, '--min=…', '--max=…', '--cpu-percent=…'),
});
