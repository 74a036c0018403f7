import type { PodContainer } from '../../api/pod-containers.ts';
import type { LogSnapshot } from './log-store.ts';

type LogLook = 'live' | 'busy' | 'stopped' | 'failed';

export interface LogWords {
  /** i18n key in namespace "logs" */
  readonly key: string;
  readonly look: LogLook;
}

/** What a log is doing right now, for its state line. */
export function logWords(
  { link, state, ended, problem }: LogSnapshot,
  container: PodContainer,
  { previous, podGone }: { readonly previous: boolean; readonly podGone: boolean },
): LogWords {
  if (podGone) return { key: 'state.podGone', look: 'stopped' };
  if (problem?.code === 'qd.log.no-previous') return { key: 'state.noPrevious', look: 'stopped' };
  if (link === 'closed' || state === 'failed') return { key: 'state.failed', look: 'failed' };
  if (previous && (ended || state === 'ended')) return { key: 'state.previousEnd', look: 'stopped' };
  if (ended || state === 'ended')
    return { key: container.state?.phase === 'running' ? 'state.ended' : 'state.containerEnded', look: 'stopped' };
  if (link === 'reconnecting') return { key: 'state.reconnecting', look: 'busy' };
  if (state === 'reconnecting') return { key: 'state.upstreamReconnecting', look: 'busy' };
  if (state === 'waiting') return { key: problem === undefined ? 'state.waiting' : 'state.waitingFor', look: 'busy' };
  if (state === 'streaming') return { key: previous ? 'state.reading' : 'state.live', look: 'live' };
  return { key: 'state.connecting', look: 'busy' };
}

/** What to say instead of lines when there are none; an i18n key in namespace "logs". */
export function emptyWords(snapshot: LogSnapshot, container: PodContainer, previous: boolean): string | undefined {
  if (snapshot.end > snapshot.start || snapshot.held > 0) return undefined;
  if (snapshot.cleared) return 'empty.cleared';
  if (snapshot.problem?.code === 'qd.log.no-previous')
    return container.restarts > 0 ? 'empty.previousGone' : 'empty.noPrevious';
  if (snapshot.link === 'closed' || snapshot.state === 'failed') return undefined;
  if (snapshot.ended || snapshot.state === 'ended') return previous ? 'empty.previousSilent' : 'empty.silentEnded';
  if (snapshot.state === 'waiting' || (container.state?.phase === 'waiting' && snapshot.state !== 'streaming'))
    return 'empty.waiting';
  if (snapshot.state === 'streaming') return 'empty.silent';
  return undefined;
}
