import type { LogRequest } from './log-source.ts';
import { countStates } from './log-sources.ts';
import type { LogSnapshot } from './log-store.ts';

type LogLook = 'live' | 'busy' | 'stopped' | 'failed';

export interface LogWords {
  /** i18n key in namespace "logs" */
  readonly key: string;
  readonly look: LogLook;
  readonly values?: Readonly<Record<string, string | number>>;
}

interface Known {
  readonly instances: LogRequest['instances'];
  /** the object is gone or about to go */
  readonly gone: boolean;
}

/** What a log is doing right now, for its state line. */
export function logWords(snapshot: LogSnapshot, { instances, gone }: Known): LogWords {
  const { link, sources, queries, ended } = snapshot;
  const counts = countStates(sources);
  if (link === 'closed' || queries.some(({ state }) => state === 'failed'))
    return { key: 'state.failed', look: 'failed' };
  if (link === 'reconnecting') return { key: 'state.reconnecting', look: 'busy' };
  if (gone && counts.streaming === 0) return { key: 'state.podGone', look: 'stopped' };
  if (sources.length > 1) {
    const values = { live: counts.streaming, count: sources.length };
    if (counts.failed === sources.length) return { key: 'state.failed', look: 'failed' };
    if (counts.ended + counts.failed === sources.length) return { key: 'state.manyEnded', look: 'stopped', values };
    return { key: 'state.many', look: counts.streaming > 0 ? 'live' : 'busy', values };
  }
  const [only] = sources;
  if (only === undefined) return withoutSources(snapshot);
  const { state, problem, container, because } = only.frame;
  const values = { container };
  if (problem?.code === 'qd.log.no-previous') return { key: 'state.noPrevious', look: 'stopped' };
  if (because === 'gone') return { key: 'state.podGone', look: 'stopped' };
  if (state === 'failed') return { key: 'state.failed', look: 'failed' };
  if (instances === 'previous' && (ended || state === 'ended')) return { key: 'state.previousEnd', look: 'stopped' };
  if (state === 'ended') return { key: 'state.containerEnded', look: 'stopped', values };
  if (state === 'reconnecting') return { key: 'state.upstreamReconnecting', look: 'busy' };
  if (state === 'streaming') return { key: instances === 'previous' ? 'state.reading' : 'state.live', look: 'live' };
  const reason = problem?.params?.['reason'];
  return typeof reason === 'string'
    ? { key: 'state.waitingFor', look: 'busy', values: { reason } }
    : { key: 'state.waiting', look: 'busy' };
}

function withoutSources({ link, queries, ended }: LogSnapshot): LogWords {
  if (ended) return { key: 'state.nothing', look: 'stopped' };
  if (link === 'open' && queries.some(({ state, problem }) => state === 'reconnecting' && problem !== undefined))
    return { key: 'state.noAnswer', look: 'busy' };
  if (
    link === 'open' &&
    queries.length > 0 &&
    queries.every(({ state, matched }) => state !== 'reconnecting' && matched === 0)
  )
    return { key: 'state.noPods', look: 'busy' };
  return { key: 'state.connecting', look: 'busy' };
}

/** What to say instead of lines when there are none; an i18n key in namespace "logs". */
export function emptyWords(
  snapshot: LogSnapshot,
  instances: LogRequest['instances'],
): Omit<LogWords, 'look'> | undefined {
  const { sources, queries, ended, link } = snapshot;
  if (snapshot.shown > 0 || snapshot.held > 0) return undefined;
  if (snapshot.end > snapshot.start) return snapshot.filtered ? { key: 'empty.filtered' } : undefined;
  if (snapshot.cleared) return { key: 'empty.cleared' };
  if (link === 'closed' || queries.some(({ state }) => state === 'failed')) return undefined;
  const [only] = sources;
  if (only === undefined)
    return ended || withoutSources(snapshot).key === 'state.noPods' ? { key: 'empty.noPods' } : undefined;
  const { container, state, problem, instance } = only.frame;
  const reason = problem?.params?.['reason'];
  const values = { container, reason: typeof reason === 'string' ? reason : '' };
  if (sources.length > 1)
    return sources.some(({ frame }) => frame.state === 'failed') ? undefined : { key: 'empty.many' };
  if (problem?.code === 'qd.log.no-previous')
    return { key: instance === 0 ? 'empty.noPrevious' : 'empty.previousGone', values };
  if (state === 'failed') return undefined;
  if (ended || state === 'ended')
    return { key: instances === 'previous' ? 'empty.previousSilent' : 'empty.silentEnded', values };
  if (state === 'waiting') return { key: values.reason === '' ? 'empty.waitingPlain' : 'empty.waiting', values };
  return state === 'streaming' ? { key: 'empty.silent', values } : undefined;
}
