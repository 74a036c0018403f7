import type { LiveState } from '@quarterdeck/shared/live-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { WatchState } from './watch-health.ts';

export interface SourceState {
  readonly namespace: string | undefined;
  readonly state: WatchState;
}

/** The first of these that some watch is in is the state of the whole: rows are as true as the worst of them. */
const WORST_FIRST: readonly LiveState[] = ['loading', 'stale', 'reconnecting', 'live', 'denied', 'gone'];

/**
 * The state of rows that come from several watches. Where only some namespaces are refused, the rest is shown, and the
 * problem names the refused ones.
 */
export function mergeStates(sources: readonly SourceState[]): WatchState {
  const [only] = sources;
  if (sources.length === 1 && only) return only.state;
  const state =
    WORST_FIRST.find((candidate) => sources.some((source) => source.state.state === candidate)) ?? 'loading';
  const same = sources.filter((source) => source.state.state === state);
  const sinces = same.map((source) => source.state.since);
  const remaining = same.reduce((sum, source) => sum + (source.state.remaining ?? 0), 0);
  const since = state === 'stale' || state === 'reconnecting' ? Math.min(...sinces) : Math.max(...sinces);
  const problem = problemOf(same) ?? problemOf(sources);
  return { state, since, ...(remaining > 0 ? { remaining } : {}), ...(problem ? { problem } : {}) };
}

/** The first problem, with the names of all namespaces that have the like of it. */
function problemOf(sources: readonly SourceState[]): Problem | undefined {
  const first = sources.find((source) => source.state.problem !== undefined)?.state.problem;
  if (!first) return undefined;
  const namespaces = sources
    .filter((source) => source.state.problem?.code === first.code)
    .map((source) => source.namespace ?? '')
    .join(', ');
  return { ...first, params: { ...first.params, namespaces } };
}
