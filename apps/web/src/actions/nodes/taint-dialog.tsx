import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt } from '../../api/read-field.ts';
import { taintsOf } from '../../api/scheduling/taints.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { forOne } from '../debug/for-one.tsx';
import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';
import { shellWord } from '../kubectl-command.ts';
import { TaintForm } from './taint-form.tsx';
import { changedTaints, type TaintInput, taintArguments, taintChanges, taintFault } from './taint-input.ts';

export const taint = defineDialog<TaintInput>({
  dryRun: true,
  form: { initial: () => ({ base: undefined, rows: [] }), view: forOne(TaintForm), fault: taintFault },
  run: writeTaints,
  kubectl: ({ ref }, input) => ['kubectl taint nodes', shellWord(ref.name), ...words(input)].join(' '),
});

const words = (input: TaintInput | undefined) =>
  input?.base === undefined ? ['…'] : taintArguments(input).map(shellWord);

/** Over what the node is now: a resourceVersion refuses what came between, the node controller's own taints before all. The session can take it back. */
async function writeTaints({ ref }: ActionTarget, api: ActionApi, input: TaintInput): Promise<void> {
  const path = apiPath(ref.resource, { name: ref.name });
  const node = (await api.request(path)) as KubeObject;
  const taints = changedTaints(
    listAt(node, 'spec.taints'),
    (each) => taintsOf({ spec: { taints: [each] } })[0] ?? { key: '', value: '', effect: '' },
    taintChanges(input),
  );
  const after = (await api.request(path, {
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ metadata: { resourceVersion: node.metadata.resourceVersion }, spec: { taints } }),
  })) as KubeObject;
  if (!api.isTrial) undoMemory.rememberObject(ref, node, after);
}
