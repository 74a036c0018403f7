import type { ContainerState, PodContainer } from '../../api/pod-containers.ts';
import type { Words } from '../../ui/use-words.ts';
import type { Health } from '../define-kind.ts';

/** Health of one container: what it is, and whether it does what its role asks of it. */
export function containerHealth({ role, state, ready }: PodContainer): Health {
  if (state === undefined) return 'unknown';
  if (state.phase === 'running') return ready || role === 'init' || role === 'ephemeral' ? 'ok' : 'warning';
  if (state.phase === 'terminated') return state.exitCode === 0 ? 'stopped' : 'failed';
  return state.reason === '' || state.reason === 'ContainerCreating' || state.reason === 'PodInitializing'
    ? 'progressing'
    : 'failed';
}

/** "Running", "Waiting: CrashLoopBackOff", "Terminated: OOMKilled (exit code 137, signal 9)". */
export function stateText(state: ContainerState | undefined, t: Words): string {
  if (state === undefined) return t('container.state.unknown');
  const word = t(`container.state.${state.phase}`);
  const reason = state.reason === '' ? word : `${word}: ${state.reason}`;
  if (state.phase !== 'terminated') return reason;
  const signal =
    state.signal === undefined || state.signal === 0 ? '' : t('container.signal', { signal: state.signal });
  return `${reason} (${t('container.exitCode', { code: state.exitCode ?? '?' })}${signal})`;
}
