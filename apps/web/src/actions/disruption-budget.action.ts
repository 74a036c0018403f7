import { ShieldCheck } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { budgetRight, isBudget } from './budget/is-budget.ts';
import { ownerOfSet } from './budget/owner-of-set.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';
import { keepsReplicas } from './scale/scalable.ts';

/** TUT-36: how many pods of a workload may be missing, or another setting of the budget that there is. */
export default defineDialogAction({
  id: 'disruption-budget',
  title: 'budget.title',
  icon: ShieldCheck,
  order: 54,
  applies: (target) =>
    (keepsReplicas(target.ref.resource) && ownerOfSet(target.object) === undefined) || isBudget(target),
  // which of both it takes for a workload is known once its form has looked for a budget
  access: (target) =>
    isBudget(target)
      ? objectAccess('patch', target)
      : { ...budgetRight('create', target), or: budgetRight('patch', target) },
  dialog: async () =>
    (await readWithWords(['budget', 'problems'], () => import('./budget/budget-dialog.tsx'))()).budget,
  kubectl: (target) =>
    isBudget(target)
      ? kubectlCommand('patch', target.ref, '--type=merge', '-p', '…')
      : `kubectl create poddisruptionbudget ${target.ref.name} -n ${target.ref.namespace ?? 'default'} --selector=… --max-unavailable=1`,
});
