import type { ContainerState } from '../../api/pod-containers.ts';
import type { Words } from '../../ui/use-words.ts';

/** Signals by number, as Linux has them on the architectures that nodes run on. */
const SIGNALS: ReadonlyMap<number, string> = new Map([
  [1, 'SIGHUP'],
  [2, 'SIGINT'],
  [3, 'SIGQUIT'],
  [4, 'SIGILL'],
  [5, 'SIGTRAP'],
  [6, 'SIGABRT'],
  [7, 'SIGBUS'],
  [8, 'SIGFPE'],
  [9, 'SIGKILL'],
  [10, 'SIGUSR1'],
  [11, 'SIGSEGV'],
  [12, 'SIGUSR2'],
  [13, 'SIGPIPE'],
  [14, 'SIGALRM'],
  [15, 'SIGTERM'],
  [24, 'SIGXCPU'],
  [25, 'SIGXFSZ'],
  [31, 'SIGSYS'],
]);

/** Signals that are worth a sentence of their own: "exit.SIGKILL" and so on. */
const EXPLAINED: ReadonlySet<string> = new Set([
  'SIGHUP',
  'SIGINT',
  'SIGABRT',
  'SIGBUS',
  'SIGKILL',
  'SIGSEGV',
  'SIGTERM',
]);

/** A program that was ended by signal n exits with 128 + n: the shells' convention, which container runtimes follow. */
const SIGNAL_BASE = 128;

/** What the end of a container means, in a sentence; "" where its code is the program's own and says nothing to us. */
export function exitWords({ phase, reason, exitCode, signal }: ContainerState, t: Words): string {
  if (phase !== 'terminated') return '';
  if (reason === 'OOMKilled') return t('exit.oom');
  const number = signal || (exitCode !== undefined && exitCode > SIGNAL_BASE ? exitCode - SIGNAL_BASE : 0);
  const name = SIGNALS.get(number);
  if (name !== undefined) return EXPLAINED.has(name) ? t(`exit.${name}`) : t('exit.signal', { name, number });
  switch (exitCode) {
    case 0:
      return t('exit.success');
    case 126:
      return t('exit.notExecutable');
    case 127:
      return t('exit.notFound');
    case 128:
      return t('exit.notStarted');
    case 255:
      return t('exit.outOfRange');
    default:
      return exitCode === undefined ? '' : t('exit.own', { code: exitCode });
  }
}
