import { ShieldBan } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';
import { isNode, nodeAccess } from './nodes/is-node.ts';

/** OPS-182, CTL-52: no new pods on a node; those that run there stay. */
export default defineDialogAction({
  id: 'cordon',
  title: 'cordon.title',
  icon: ShieldBan,
  order: 30,
  bulk: true,
  applies: (target) => isNode(target) && textAt(target.object, 'spec.unschedulable') !== 'true',
  access: nodeAccess,
  dialog: async () => (await readWithWords(['nodes'], () => import('./nodes/cordon-dialog.ts'))()).cordon,
  kubectl: ({ ref }) => `kubectl cordon ${shellWord(ref.name)}`,
});
