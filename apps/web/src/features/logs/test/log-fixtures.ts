import type { LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import type { ExpressionMatcher } from '../expression-matcher.ts';
import type { LogEntry } from '../log-entry.ts';
import type { LogRequest } from '../log-source.ts';
import { matchExpressions } from '../match-expressions.ts';

/** A line for a ring. */
export function lineOf(text: string, more: Partial<Omit<LogEntry, 'seq'>> = {}): Omit<LogEntry, 'seq'> {
  return { source: 0, time: '', at: 0, text, level: 0, head: -1, json: false, cut: false, ...more };
}

/** A source as the BFF tells of it. */
export function sourceFrame(more: Partial<LogSourceFrame> = {}): LogSourceFrame {
  return {
    type: 'source',
    source: 0,
    namespace: 'team-a',
    pod: 'web-1',
    uid: 'u1',
    container: 'app',
    kind: 'container',
    instance: 0,
    state: 'streaming',
    ...more,
  };
}

export const REQUEST: LogRequest = {
  sources: [{ namespace: 'team-a', fieldSelector: 'metadata.name=web-1', containers: ['app'] }],
  instances: 'current',
  follow: true,
  tailLines: 500,
};

/** Matches at once, on the spot. */
export const instantMatcher: ExpressionMatcher = {
  match: async (rules, texts) => matchExpressions(rules, texts),
  close: () => undefined,
};
