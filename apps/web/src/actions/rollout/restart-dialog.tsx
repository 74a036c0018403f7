import classes from '../debug/fields.module.css';
import { type ActionTarget, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { isPod } from '../pod-subresource.ts';
import { CauseField } from './cause-fields.tsx';
import { lostFault, type PodsInput, RestartedPods, restartPod } from './restart-pods.tsx';
import { causeCommand, rolloutCommand } from './rollout-command.ts';
import { isDeployment } from './rollout-kinds.ts';
import { restartPatch } from './template-patches.ts';
import { writeRollout } from './write-rollout.ts';

interface RestartInput extends PodsInput {
  readonly cause: string;
}

const arePods = ([first]: readonly ActionTarget[]) => first !== undefined && isPod(first);

/** All pods are replaced by the object's own strategy: a new revision, which may say why (OPS-098, CTL-36). A pod is replaced by who made it. */
export const restartDialog = defineDialog<RestartInput>({
  dryRun: true,
  form: {
    initial: () => ({ cause: '' }),
    view: (props) =>
      arePods(props.targets) ? (
        <RestartedPods {...props} />
      ) : (
        <div className={classes.fields}>
          <CauseField cause={props.value.cause} onCause={(cause) => props.onChange({ cause })} />
        </div>
      ),
    fault: (value, targets) => (arePods(targets) ? lostFault(value) : undefined),
  },
  plan: (targets) => ({
    // the controller makes nothing new while it is paused
    key: arePods(targets)
      ? 'rollout:restart.pods'
      : targets.some((target) => target.object !== undefined && isDeployment(target, true))
        ? 'rollout:restart.paused'
        : 'rollout:restart.plan',
    values: { count: targets.length },
  }),
  run: (target, api, { cause }) =>
    isPod(target)
      ? restartPod(target, api)
      : writeRollout(target, api, 'strategic', restartPatch(new Date(), cause.trim()), 'restart'),
  kubectl: (target, { cause }) =>
    isPod(target)
      ? kubectlCommand('delete', target.ref)
      : [rolloutCommand(['rollout', 'restart'], target.ref), ...causeCommand(target.ref, cause.trim())].join(' && '),
});
