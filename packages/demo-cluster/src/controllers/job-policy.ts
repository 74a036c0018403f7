import { parseRanges } from './index-ranges.ts';
import type { Job, PodFailureRule } from './job-kinds.ts';
import type { ContainerStatus, Pod } from './kinds.ts';
import { conditionOf } from './pod-state.ts';

export interface FailureVerdict {
  /** FailJob, FailIndex, Ignore, or Count when no rule says otherwise */
  readonly action: string;
  readonly message: string;
}

const COUNTED: FailureVerdict = { action: 'Count', message: '' };

/** What a Job's podFailurePolicy says about a failed pod: the first rule that matches decides. */
export function judgeFailure(job: Job, pod: Pod): FailureVerdict {
  const rules = job.spec.podFailurePolicy?.rules ?? [];
  for (const [at, rule] of rules.entries()) {
    const why = matching(rule, pod);
    if (why !== undefined)
      return { action: rule.action, message: `${why} matching ${rule.action} rule at index ${at}` };
  }
  return COUNTED;
}

function matching(rule: PodFailureRule, pod: Pod): string | undefined {
  const id = `${pod.metadata.namespace}/${pod.metadata.name}`;
  if (rule.onExitCodes) {
    const all = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
    const found = all.find((one) => hasExitCode(rule.onExitCodes, one));
    return found && `Container ${found.name} for pod ${id} failed with exit code ${found.state.terminated?.exitCode}`;
  }
  const found = rule.onPodConditions?.find(
    ({ type, status = 'True' }) => conditionOf(pod.status?.conditions, type)?.status === status,
  );
  return found && `Pod ${id} has condition ${found.type}`;
}

function hasExitCode(wanted: PodFailureRule['onExitCodes'], { name, state }: ContainerStatus): boolean {
  const code = state.terminated?.exitCode ?? 0;
  if (!wanted || code === 0 || (wanted.containerName && wanted.containerName !== name)) return false;
  return wanted.values.includes(code) === (wanted.operator === 'In');
}

/** The place of the success rule that the succeeded indexes satisfy; undefined when none does. */
export function metSuccessRule(job: Job, succeeded: ReadonlySet<number>): number | undefined {
  const at = (job.spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    const eligible = succeededIndexes === undefined ? undefined : parseRanges(succeededIndexes);
    const hits = eligible === undefined ? succeeded.size : [...eligible].filter((one) => succeeded.has(one)).length;
    return hits >= (succeededCount ?? eligible?.size ?? Number.POSITIVE_INFINITY);
  });
  return at < 0 ? undefined : at;
}
