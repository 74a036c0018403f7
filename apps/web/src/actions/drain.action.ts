import { LogOut } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';
import { isNode, nodeAccess } from './nodes/is-node.ts';

/** OPS-183, CTL-52: empties a node by evictions, which budgets may refuse. */
export default defineDialogAction({
  id: 'drain',
  title: 'drain.title',
  icon: LogOut,
  order: 33,
  applies: isNode,
  access: nodeAccess,
  dialog: async () => ({
    panel: (await readWithWords(['nodes', 'problems'], () => import('./drain/drain-dialog.tsx'))()).DrainDialog,
  }),
  kubectl: ({ ref }) => `kubectl drain ${shellWord(ref.name)} --ignore-daemonsets`,
});
