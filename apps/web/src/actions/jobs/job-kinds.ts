import { textAt, valueAt } from '../../api/read-field.ts';
import type { AccessCheck, ActionTarget } from '../define-action.ts';
import { shellWord } from '../kubectl-command.ts';

function isBatch({ ref: { resource } }: ActionTarget, name: string): boolean {
  return resource.group === 'batch' && resource.resource === name;
}

/** Whether the target is a CronJob. */
export function isCronJob(target: ActionTarget): boolean {
  return isBatch(target, 'cronjobs');
}

/** Whether the target is a Job. */
export function isJob(target: ActionTarget): boolean {
  return isBatch(target, 'jobs');
}

/** Whether it can be suspended or resumed; a row does not say whether it is. A Job has the field since 1.21, until it ends. */
export function canSuspend(target: ActionTarget, suspended: boolean): boolean {
  const { object } = target;
  if (isCronJob(target)) return object === undefined || (textAt(object, 'spec.suspend') === 'true') === suspended;
  if (!isJob(target)) return false;
  return object === undefined || (valueAt(object, 'spec.suspend') === suspended && !hasEnded(object));
}

/** Whether a Job is complete or has failed for good. */
export function hasEnded(job: unknown): boolean {
  const conditions = valueAt(job, 'status.conditions');
  return (
    Array.isArray(conditions) &&
    conditions.some((each) => /^(Complete|Failed)$/.test(textAt(each, 'type')) && textAt(each, 'status') === 'True')
  );
}

/** The right to make Jobs beside the target. */
export function makesJobs({ ref: { namespace } }: ActionTarget): AccessCheck {
  return { verb: 'create', group: 'batch', resource: 'jobs', ...(namespace === undefined ? {} : { namespace }) };
}

/** What makes a Job of a CronJob, as kubectl says it. */
export function createCommand({ ref: { name, namespace = 'default' } }: ActionTarget, job: string): string {
  return ['kubectl', 'create', 'job', job, `--from=cronjob/${name}`, '-n', namespace].map(shellWord).join(' ');
}
