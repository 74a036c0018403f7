import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { selectorText } from '../../kinds/pointers.ts';
import { forOne } from '../debug/for-one.tsx';
import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';
import { kubectlCommand, shellWord } from '../kubectl-command.ts';
import { writePatch } from '../patch/write-patch.ts';
import { refuseChanged } from '../rollout/write-rollout.ts';
import { BudgetForm } from './budget-form.tsx';
import { type BudgetInput, boundOf, boundsSpec, budgetFault, fieldText, newBudget } from './budget-input.ts';

/** The dialog that makes or changes the disruption budget of a workload (TUT-36). */
export const budget = defineDialog<BudgetInput>({
  says: { title: 'budget:dialog.title', proceed: 'budget:dialog.proceed' },
  dryRun: true,
  form: { initial: () => ({ typed: {} }), view: forOne(BudgetForm), fault: budgetFault },
  plan: (_targets, input) => ({
    key: `budget:plan.${input.read?.existing === undefined ? 'create' : 'change'}`,
    values: { name: fieldText(input, 'name') },
  }),
  run: writeBudget,
  kubectl: command,
});

async function writeBudget({ ref }: ActionTarget, api: ActionApi, input: BudgetInput): Promise<void> {
  const { read } = input;
  if (read === undefined) return;
  const { resource, existing } = read;
  const own = { cluster: ref.cluster, resource, namespace: ref.namespace, name: fieldText(input, 'name') };
  if (existing === undefined) {
    const made = (await api.request(apiPath(resource, { namespace: ref.namespace }), {
      method: 'POST',
      body: JSON.stringify(newBudget(input, read, ref.namespace)),
    })) as KubeObject;
    if (!api.isTrial) undoMemory.rememberObject(own, undefined, made);
    return;
  }
  // what nobody touched says what stood there when the form was opened
  const present = (await api.request(apiPath(resource, own))) as KubeObject;
  refuseChanged(existing, present, ['metadata.uid', 'spec']);
  await writePatch({ ref: own }, { type: 'merge', text: '', body: JSON.stringify({ spec: boundsSpec(input) }) }, api);
}

function command({ ref }: ActionTarget, input: BudgetInput): string {
  const { read } = input;
  if (read === undefined) return '…';
  const own = { ...ref, resource: read.resource, name: fieldText(input, 'name') };
  if (read.existing !== undefined)
    return kubectlCommand('patch', own, '--type=merge', '-p', JSON.stringify({ spec: boundsSpec(input) }));
  const flag = boundOf(input) === 'minAvailable' ? '--min-available' : '--max-unavailable';
  const words = [
    ...['kubectl', 'create', 'poddisruptionbudget', own.name, '-n', ref.namespace ?? 'default'],
    `--selector=${selectorText(read, 'selector')}`,
    `${flag}=${fieldText(input, 'amount')}`,
  ];
  return words.map(shellWord).join(' ');
}
