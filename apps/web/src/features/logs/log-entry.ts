import type { LogExit } from '@quarterdeck/shared/log-protocol';
import type { LogLevel } from './log-level.ts';

/** Something that happened between two lines and is shown in its place. */
export interface LogMark {
  /** restarted: the next line is another instance's · resumed: reading was taken up again · joined, exited, gone, left: a source */
  readonly what: 'restarted' | 'resumed' | 'joined' | 'exited' | 'gone' | 'left' | 'failed' | 'notKept';
  readonly exit?: LogExit;
  /** the instance that begins here */
  readonly instance?: number;
  /** instances whose logs are no longer kept */
  readonly missed?: number;
}

/** A row of the log view. `seq` counts up from 0 for as long as the view lives and never returns. */
export interface LogEntry {
  readonly seq: number;
  /** index into the view's sources; -1: of none in particular */
  readonly source: number;
  /** RFC 3339 with nanoseconds; "" when unknown */
  readonly time: string;
  /** `time` in milliseconds; of a line without time that of the line before it, 0 when there is none */
  readonly at: number;
  /** raw, escape sequences included */
  readonly text: string;
  readonly level: LogLevel;
  /** the line whose stack trace this one is a part of; -1: none */
  readonly head: number;
  readonly json: boolean;
  /** the line was too long: its end is missing */
  readonly cut: boolean;
  readonly mark?: LogMark;
}
