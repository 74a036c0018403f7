import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { textAt } from '../../api/read-field.ts';
import { missedRuns } from '../../kinds/cronjob/missed-runs.ts';
import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { writePatch } from '../patch/write-patch.ts';
import { isCronJob, isJob } from './job-kinds.ts';

const bodyOf = (suspend: boolean) => JSON.stringify({ spec: { suspend } });

function write(suspend: boolean) {
  return async (target: ActionTarget, api: ActionApi): Promise<void> => {
    const { after } = await writePatch(target, { type: 'merge', text: '', body: bodyOf(suspend) }, api);
    // a server that does not know the field passes over it
    if (isJob(target) && suspend && textAt(after, 'spec.suspend') !== 'true')
      throw new ProblemError(
        problem('qd.api.invalid', 'The API server does not know spec.suspend of Jobs, which came with Kubernetes 1.21'),
      );
  };
}

/** "one of each kind" has words of its own: what it means differs. */
function kindOf(targets: readonly ActionTarget[]): 'cron' | 'job' | 'both' {
  return targets.every(isCronJob) ? 'cron' : targets.every(isJob) ? 'job' : 'both';
}

/** CTL-43, CTL-44: a Job's pods end and it waits; a CronJob starts no more Jobs. */
export const suspend = defineDialog({
  dryRun: true,
  plan: (targets) => ({ key: `jobs:suspend.${kindOf(targets)}`, values: { count: targets.length } }),
  run: write(true),
  kubectl: ({ ref }) => kubectlCommand('patch', ref, '--type=merge', '-p', bodyOf(true)),
});

export const resume = defineDialog({
  dryRun: true,
  plan: (targets) => {
    const [only, ...others] = targets;
    const outlook = others.length === 0 && only?.object !== undefined && isCronJob(only) && outlookOf(only.object);
    const key = outlook || kindOf(targets);
    return { key: `jobs:resume.${key}`, values: { count: targets.length } };
  },
  run: write(false),
  kubectl: ({ ref }) => kubectlCommand('patch', ref, '--type=merge', '-p', bodyOf(false)),
});

/**
 * What comes of the runs that were missed: the controller makes up for the latest one unless it is too late for it, and one that gave up
 * (more than a hundred, before 1.21) starts nothing any more.
 */
function outlookOf(cronJob: object): 'due' | 'many' | undefined {
  const missed = missedRuns({ ...cronJob, spec: { ...specOf(cronJob), suspend: false } }, Date.now());
  if (missed?.cause === 'many') return 'many';
  return missed?.madeUp === true ? 'due' : undefined;
}

function specOf(object: object): object {
  return 'spec' in object && typeof object.spec === 'object' && object.spec !== null ? object.spec : {};
}
