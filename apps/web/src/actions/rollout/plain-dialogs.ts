import { defineDialog } from '../define-action.ts';
import { rolloutCommand } from './rollout-command.ts';
import { writeRollout } from './write-rollout.ts';

/** What is changed from now on waits (OPS-097). */
export const pauseDialog = defineDialog<undefined>({
  says: { title: 'rollout:pause.title', proceed: 'rollout:pause.proceed' },
  dryRun: true,
  plan: (targets) => ({ key: 'rollout:pause.plan', values: { count: targets.length } }),
  run: (target, api) => writeRollout(target, api, 'merge', { spec: { paused: true } }),
  kubectl: ({ ref }) => rolloutCommand(['rollout', 'pause'], ref),
});

/** What has been changed is rolled out. */
export const resumeDialog = defineDialog<undefined>({
  says: { title: 'rollout:resume.title', proceed: 'rollout:resume.proceed' },
  dryRun: true,
  plan: (targets) => ({ key: 'rollout:resume.plan', values: { count: targets.length } }),
  run: (target, api) => writeRollout(target, api, 'merge', { spec: { paused: null } }),
  kubectl: ({ ref }) => rolloutCommand(['rollout', 'resume'], ref),
});
