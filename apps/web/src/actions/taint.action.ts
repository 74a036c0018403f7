import { Ban } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';
import { isNode, nodeAccess } from './nodes/is-node.ts';

/** OPS-185: taints of a node, and which pods they would evict before they are written. */
export default defineDialogAction({
  id: 'taint',
  title: 'taint.title',
  icon: Ban,
  order: 32,
  applies: isNode,
  access: nodeAccess,
  dialog: async () => (await readWithWords(['nodes', 'problems'], () => import('./nodes/taint-dialog.tsx'))()).taint,
  kubectl: ({ ref }) => `kubectl taint nodes ${shellWord(ref.name)} …`,
});
