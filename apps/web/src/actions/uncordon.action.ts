import { ShieldCheck } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';
import { isNode, nodeAccess } from './nodes/is-node.ts';

/** OPS-182: a cordoned node takes new pods again. A row of a list does not say whether it is one: there it is offered of any. */
export default defineDialogAction({
  id: 'uncordon',
  title: 'uncordon.title',
  icon: ShieldCheck,
  order: 31,
  bulk: true,
  applies: (target) =>
    isNode(target) && (target.object === undefined || textAt(target.object, 'spec.unschedulable') === 'true'),
  access: nodeAccess,
  dialog: async () => (await readWithWords(['nodes'], () => import('./nodes/cordon-dialog.ts'))()).uncordon,
  kubectl: ({ ref }) => `kubectl uncordon ${shellWord(ref.name)}`,
});
