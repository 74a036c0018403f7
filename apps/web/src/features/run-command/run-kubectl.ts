import { shellWord } from '../../actions/kubectl-command.ts';
import type { RunTarget } from './command-run-store.ts';

/** The kubectl commands that do the same; a loop of the shell where the pods are in one namespace. */
export function runKubectl(targets: readonly RunTarget[], argv: readonly string[]): string {
  const command = argv.map(shellWord).join(' ') || '…';
  const [first] = targets;
  if (first === undefined) return '';
  const exec = (pod: string, { namespace, container }: RunTarget) =>
    `kubectl exec -n ${shellWord(namespace)} ${pod} -c ${shellWord(container)} -- ${command}`;
  if (targets.length === 1) return exec(shellWord(first.pod), first);
  const isAlike = targets.every(
    ({ namespace, container }) => namespace === first.namespace && container === first.container,
  );
  if (!isAlike) return targets.map((target) => exec(shellWord(target.pod), target)).join('\n');
  return `for pod in ${targets.map(({ pod }) => shellWord(pod)).join(' ')}; do ${exec('"$pod"', first)}; done`;
}
