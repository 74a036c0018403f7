import type { Problem } from '@quarterdeck/shared/problem';
import type { LogLine, LogServerFrame } from '@quarterdeck/shared/stream-protocol';

/** The port through which the view gets lines: a WebSocket in the product, a script in tests. */

export interface LogRequest {
  readonly sources: readonly { readonly namespace: string; readonly pod: string; readonly container: string }[];
  readonly follow: boolean;
  readonly previous: boolean;
  readonly tailLines: number;
}

type SourceFrame = Extract<LogServerFrame, { type: 'source' }>;
export type LogSourceState = SourceFrame['state'];

/** connecting: the first time; reconnecting: was cut and tries again; closed: will not try again by itself */
export type LogLink = 'connecting' | 'open' | 'reconnecting' | 'closed';

export interface LogEvents {
  lines(lines: readonly LogLine[]): void;
  source(index: number, state: LogSourceState, problem: Problem | undefined): void;
  /** nothing more will come */
  end(): void;
  link(link: LogLink, problem: Problem | undefined): void;
}

export interface LogStream {
  /** `lines` more have been taken: the sender may go on */
  taken(lines: number): void;
  /** goes on after the last line that came: after a restart of the container, or a new sign-in */
  reopen(): void;
  close(): void;
}

export type OpenLogs = (request: LogRequest, events: LogEvents) => LogStream;
