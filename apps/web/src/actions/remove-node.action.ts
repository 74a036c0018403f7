import { ServerOff } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';
import { isNode } from './nodes/is-node.ts';

/** OPS-184: takes a node out of the cluster step by step, its Node object last. */
export default defineDialogAction({
  id: 'remove-node',
  title: 'removeNode.title',
  icon: ServerOff,
  order: 34,
  applies: isNode,
  access: () => ({ verb: 'delete', group: '', resource: 'nodes' }),
  dialog: async () => ({
    panel: (await readWithWords(['nodes', 'problems'], () => import('./nodes/remove-node-dialog.tsx'))())
      .RemoveNodeDialog,
  }),
  kubectl: ({ ref }) => `kubectl delete node ${shellWord(ref.name)}`,
});
