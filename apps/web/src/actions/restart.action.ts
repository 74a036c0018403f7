import { RotateCw } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';
import { isPod } from './pod-subresource.ts';
import { makerOf } from './rollout/made-again.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { rollsOut } from './rollout/rollout-kinds.ts';

/** OPS-098: a workload by a new template, a pod by its deletion, after which its controller makes another. */
export default defineDialogAction({
  id: 'restart',
  title: 'restart.title',
  icon: RotateCw,
  order: 50,
  bulk: true,
  // a row does not say who makes its pod again: there its dialog does
  applies: (target) =>
    rollsOut(target) || (isPod(target) && (target.object === undefined || makerOf(target.object) !== undefined)),
  access: (target) => objectAccess(isPod(target) ? 'delete' : 'patch', target),
  dialog: async () => (await readWithWords(['rollout'], () => import('./rollout/restart-dialog.tsx'))()).restartDialog,
  kubectl: (target) =>
    isPod(target) ? kubectlCommand('delete', target.ref) : rolloutCommand(['rollout', 'restart'], target.ref),
});
