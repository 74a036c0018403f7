import { PackageOpen } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { isCronJob, isJob, makesJobs } from './jobs/job-kinds.ts';
import { objectAccess } from './object-access.ts';
import { rolloutCommand } from './rollout/rollout-command.ts';
import { rollsOut } from './rollout/rollout-kinds.ts';

/** The same images from another registry. */
export default defineDialogAction({
  id: 'set-registry',
  title: 'setRegistry.title',
  icon: PackageOpen,
  order: 52,
  bulk: true,
  applies: (target) => rollsOut(target) || isCronJob(target) || isJob(target),
  // a Job cannot change: another one is made
  access: (target) => (isJob(target) ? makesJobs(target) : objectAccess('patch', target)),
  dialog: async () =>
    (await readWithWords(['deploy', 'rollout', 'problems'], () => import('./deploy/registry-dialog.tsx'))())
      .registryDialog,
  kubectl: ({ ref }) => rolloutCommand(['set', 'image'], ref, '…'),
});
