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
