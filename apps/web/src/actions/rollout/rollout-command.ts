import { CHANGE_CAUSE } from '../../api/change-cause.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { kubectlType, shellWord } from '../kubectl-command.ts';

/** A kubectl command of two words, "rollout undo", which takes its object as type/name. */
export function rolloutCommand(
  verbs: readonly [string, string],
  { resource, namespace, name }: ObjectRef,
  ...rest: readonly string[]
): string {
  const where = namespace === undefined ? [] : ['-n', namespace];
  return ['kubectl', ...verbs, `${kubectlType(resource)}/${name}`, ...where, ...rest].map(shellWord).join(' ');
}

/** The command that says why a revision is made, as the last of a list; none without a cause. */
export function causeCommand({ resource, namespace, name }: ObjectRef, cause: string): readonly string[] {
  if (cause === '') return [];
  const where = namespace === undefined ? [] : ['-n', namespace];
  return [
    ['kubectl', 'annotate', '--overwrite', `${kubectlType(resource)}/${name}`, ...where, `${CHANGE_CAUSE}=${cause}`]
      .map(shellWord)
      .join(' '),
  ];
}
