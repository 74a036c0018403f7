import type { LogSourceFrame, LogStanding } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import type { ContainerView } from './container-facts.ts';
import type { ContainerName } from './exec-problem.ts';
import type { TimedLine } from './log-line.ts';

export interface LogRange {
  readonly follow: boolean;
  readonly instances: 'current' | 'previous' | 'both';
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  readonly sinceTime?: string | undefined;
}

/** What changes about a source; who it is, the reader knows. */
export type LogReport = Pick<
  LogSourceFrame,
  'uid' | 'kind' | 'instance' | 'state' | 'exit' | 'missed' | 'because' | 'problem'
>;

/** Why a log is over. */
export interface LogEnd {
  readonly state: LogReport['state'];
  readonly because?: LogReport['because'];
  readonly problem?: Problem | undefined;
}

export interface LogFollowerOptions {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly target: ContainerName;
  readonly view: ContainerView;
  readonly range: LogRange;
  /** where an earlier socket stood */
  readonly standing?: LogStanding | undefined;
  readonly maxLineBytes: number;
  readonly clock: Clock;
  readonly line: (line: TimedLine) => void;
  readonly report: (report: LogReport) => void;
  /** bytes came, whether or not they were a line */
  readonly heard: () => void;
  /** Resolves when there is room for more; undefined: at once. */
  readonly room: () => Promise<void> | undefined;
}
