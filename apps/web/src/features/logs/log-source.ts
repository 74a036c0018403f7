import type { LogClientFrame, LogLine, LogQueryFrame, LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';

/** The port through which the view gets lines: a WebSocket in the product, a script in tests. */

/** What is read. Sources of frames and lines are numbered by the stream and keep their number over cuts. */
export type LogRequest = Omit<Extract<LogClientFrame, { type: 'open' }>, 'type' | 'csrf' | 'resume'>;

/** connecting: the first time; reconnecting: was cut and tries again; closed: will not try again by itself */
export type LogLink = 'connecting' | 'open' | 'reconnecting' | 'closed';

export interface LogEvents {
  lines(lines: readonly LogLine[]): void;
  /** what stands in for the first lines until they come */
  preview(lines: readonly LogLine[]): void;
  source(frame: LogSourceFrame): void;
  query(frame: LogQueryFrame): void;
  /** nothing more will come */
  end(): void;
  link(link: LogLink, problem: Problem | undefined): void;
}

export interface LogStream {
  /** `lines` more have been taken: the sender may go on */
  taken(lines: number): void;
  /** goes on after the last line that came, with another request if one is given */
  reopen(request?: LogRequest): void;
  close(): void;
}

export type OpenLogs = (request: LogRequest, events: LogEvents) => LogStream;
