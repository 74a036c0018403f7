import { shellWord } from '../../actions/kubectl-command.ts';
import type { LogSettings } from './log-settings.ts';
import { startFlags } from './log-start.ts';

export interface CommandScope {
  readonly namespace: string;
  /** a pod by name, or pods by their labels */
  readonly pod?: string;
  readonly labelSelector?: string;
  /** undefined: all */
  readonly container?: string | undefined;
}

/** The kubectl command that shows the same log. */
export function logCommand(
  { namespace, pod, labelSelector, container }: CommandScope,
  { instances, start }: Pick<LogSettings, 'instances' | 'start'>,
  timestamps: boolean,
): string {
  const many = pod === undefined || container === undefined;
  return [
    'kubectl',
    'logs',
    ...(pod === undefined ? [] : [pod]),
    '-n',
    namespace,
    ...(pod === undefined && labelSelector !== undefined ? ['-l', labelSelector] : []),
    ...(container === undefined ? ['--all-containers'] : ['-c', container]),
    ...(many ? ['--prefix'] : []),
    ...startFlags(start),
    ...(timestamps ? ['--timestamps'] : []),
    ...(instances === 'previous' ? ['--previous'] : ['-f']),
  ]
    .map(shellWord)
    .join(' ');
}
