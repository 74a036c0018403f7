import type { LogQueryFrame, LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { LogMark } from './log-entry.ts';

/** A container whose lines the view shows, or showed. */
export interface LogSource {
  /** names it in addresses and filters: "pod/container" */
  readonly key: string;
  readonly frame: LogSourceFrame;
  /** its pod's colour: a number that counts up with the pods */
  readonly colour: number;
}

/** What is known of the sources of a log. Changed as frames come; a view reads it as it is. */
export class LogSources {
  #list: LogSource[] = [];
  #queries = new Map<number, LogQueryFrame>();
  readonly #colours = new Map<string, number>();

  get list(): readonly LogSource[] {
    return this.#list;
  }
  get queries(): readonly LogQueryFrame[] {
    return [...this.#queries.values()];
  }

  keyOf(source: number): string {
    return this.#list[source]?.key ?? '';
  }

  query(frame: LogQueryFrame): void {
    this.#queries.set(frame.query, frame);
  }

  /** Other queries are asked: what the former ones said means nothing any more. */
  askAnew(): void {
    this.#queries.clear();
  }

  /** Takes a frame; answers what is to be marked between the lines. */
  source(frame: LogSourceFrame): LogMark | undefined {
    const before = this.#list[frame.source]?.frame;
    const pod = `${frame.namespace}/${frame.pod}`;
    const colour = this.#colours.get(pod) ?? this.#colours.size;
    this.#colours.set(pod, colour);
    const next = this.#list.slice();
    next[frame.source] = { key: keyOfSource(frame), frame, colour };
    this.#list = next;
    return this.#markOf(before, frame);
  }

  #markOf(before: LogSourceFrame | undefined, frame: LogSourceFrame): LogMark | undefined {
    const exit = frame.exit === undefined ? {} : { exit: frame.exit };
    const missed = frame.missed === undefined || frame.missed === 0 ? {} : { missed: frame.missed };
    if (before === undefined) {
      if (missed.missed !== undefined) return { what: 'notKept', ...missed };
      return frame.joined === true ? { what: 'joined' } : undefined;
    }
    if (frame.instance !== null && before.instance !== null && frame.instance > before.instance)
      return { what: 'restarted', instance: frame.instance, ...exit, ...missed };
    if (frame.state === before.state && frame.because === before.because) return undefined;
    if (frame.state === 'failed') return { what: 'failed' };
    // between two instances: what ended this one stands where its lines end
    if (frame.state === 'waiting' && before.state === 'streaming' && frame.exit !== undefined)
      return { what: 'exited', ...exit };
    if (frame.state !== 'ended') return undefined;
    return { what: frame.because ?? 'exited', ...exit };
  }
}

/** How a source is named in addresses and filters. Another pod of the same name is meant as well. */
export function keyOfSource({ pod, container }: { readonly pod: string; readonly container: string }): string {
  return `${pod}/${container}`;
}

/** How many sources are in which state. */
export type StateCounts = Readonly<Record<LogSourceFrame['state'], number>>;

export function countStates(sources: readonly LogSource[]): StateCounts {
  const counts = { waiting: 0, streaming: 0, reconnecting: 0, ended: 0, failed: 0 };
  for (const { frame } of sources) counts[frame.state]++;
  return counts;
}

/** The first thing that went wrong with a source or a query, and is not over. */
export function problemOf(sources: readonly LogSource[], queries: readonly LogQueryFrame[]): Problem | undefined {
  return (
    queries.find(({ state }) => state === 'failed')?.problem ??
    sources.find(({ frame }) => frame.state === 'failed')?.frame.problem
  );
}

/** Why nothing can be read just now; it is asked for again and again. */
export function hitchOf(sources: readonly LogSource[], queries: readonly LogQueryFrame[]): Problem | undefined {
  return (
    queries.find(({ state, problem }) => state === 'reconnecting' && problem !== undefined)?.problem ??
    sources.find(({ frame }) => frame.state === 'reconnecting')?.frame.problem
  );
}
