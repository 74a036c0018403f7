import classes from '../debug/fields.module.css';
import { defineDialog } from '../define-action.ts';
import { CauseField } from './cause-fields.tsx';
import { causeCommand, rolloutCommand } from './rollout-command.ts';
import { isDeployment } from './rollout-kinds.ts';
import { restartPatch } from './template-patches.ts';
import { writeRollout } from './write-rollout.ts';

interface RestartInput {
  readonly cause: string;
}

/** All pods are replaced by the object's own strategy: a new revision, which may say why (OPS-098, CTL-36). */
export const restartDialog = defineDialog<RestartInput>({
  dryRun: true,
  form: {
    initial: () => ({ cause: '' }),
    view: ({ value, onChange }) => (
      <div className={classes.fields}>
        <CauseField cause={value.cause} onCause={(cause) => onChange({ cause })} />
      </div>
    ),
  },
  plan: (targets) => ({
    // the controller makes nothing new while it is paused
    key: targets.some((target) => target.object !== undefined && isDeployment(target, true))
      ? 'rollout:restart.paused'
      : 'rollout:restart.plan',
    values: { count: targets.length },
  }),
  run: (target, api, { cause }) => writeRollout(target, api, 'strategic', restartPatch(new Date(), cause.trim())),
  kubectl: ({ ref }, { cause }) =>
    [rolloutCommand(['rollout', 'restart'], ref), ...causeCommand(ref, cause.trim())].join(' && '),
});
