import { ChartNoAxesCombined } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { autoscalerRight, isAutoscaler, isScalable } from './scale/scalable.ts';

/** OPS-100: an autoscaler for a workload, or another setting of the one that there is. */
export default defineDialogAction({
  id: 'autoscale',
  title: 'autoscale.title',
  icon: ChartNoAxesCombined,
  order: 49,
  applies: (target) => isScalable(target) || isAutoscaler(target),
  // which of both it takes for a workload is known once its form has looked for an autoscaler
  access: (target) =>
    isAutoscaler(target)
      ? autoscalerRight('patch', target)
      : { ...autoscalerRight('create', target), or: autoscalerRight('patch', target) },
  dialog: async () =>
    (await readWithWords(['scale', 'problems'], () => import('./scale/autoscale-dialog.tsx'))()).autoscale,
  kubectl: ({ ref }) => kubectlCommand('autoscale', ref, '--min=…', '--max=…', '--cpu-percent=…'),
});
