import { parseHumanDuration } from '@quarterdeck/shared/duration';
import type { LogEntry } from './log-entry.ts';
import type { LogRing } from './log-ring.ts';
import type { LogRequest } from './log-source.ts';

/** From where on a log is read. */
export type LogStart =
  | { readonly by: 'tail'; readonly lines: number }
  | { readonly by: 'duration'; readonly text: string; readonly seconds: number }
  /** RFC 3339, UTC */
  | { readonly by: 'time'; readonly time: string }
  | { readonly by: 'all' };

export const DEFAULT_START: LogStart = { by: 'tail', lines: 500 };
const MOST_LINES = 1_000_000;

/** Reads "500", "15m", "2026-11-21T10:00:00Z" or "all"; undefined for anything else. */
export function parseStart(text: string): LogStart | undefined {
  const wanted = text.trim();
  if (wanted === 'all') return { by: 'all' };
  if (/^\d{1,7}$/.test(wanted)) return { by: 'tail', lines: Math.min(Number(wanted), MOST_LINES) };
  const seconds = parseHumanDuration(wanted);
  if (seconds !== undefined) return seconds > 0 ? { by: 'duration', text: wanted, seconds } : undefined;
  const date = /^\d{4}-\d\d-\d\d/.test(wanted) ? Date.parse(wanted) : Number.NaN;
  return Number.isNaN(date) ? undefined : { by: 'time', time: `${new Date(date).toISOString().slice(0, 19)}Z` };
}

/** The inverse of {@link parseStart}. */
export function startText(start: LogStart): string {
  switch (start.by) {
    case 'tail':
      return String(start.lines);
    case 'duration':
      return start.text;
    case 'time':
      return start.time;
    case 'all':
      return 'all';
  }
}

/** The same in a request. */
export function startRequest(start: LogStart): Pick<LogRequest, 'tailLines' | 'sinceSeconds' | 'sinceTime'> {
  switch (start.by) {
    case 'tail':
      return { tailLines: start.lines };
    case 'duration':
      return { sinceSeconds: start.seconds };
    case 'time':
      return { sinceTime: start.time };
    case 'all':
      return {};
  }
}

/** The same as flags of kubectl logs. */
export function startFlags(start: LogStart): readonly string[] {
  switch (start.by) {
    case 'tail':
      return [`--tail=${start.lines}`];
    case 'duration':
      return [`--since=${start.seconds}s`, '--tail=-1'];
    case 'time':
      return [`--since-time=${start.time}`, '--tail=-1'];
    case 'all':
      return ['--tail=-1'];
  }
}

/** A link's view begins this long before its line, so that what led to it is there; with very many lines, so many before it. */
const BEFORE_MS = 60_000;
const BEFORE_LINES = 2000;

/** From where on a log is read that opens at a line. */
export function startBefore({ seq, at }: LogEntry, ring: LogRing): LogStart {
  const from = Math.max(at - BEFORE_MS, ring.get(seq - BEFORE_LINES)?.at ?? 0);
  return { by: 'time', time: `${new Date(Math.min(from, at)).toISOString().slice(0, 19)}Z` };
}
