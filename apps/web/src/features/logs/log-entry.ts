/** Something that happened between two lines and is shown in its place. */
export type LogMark = 'restarted' | 'resumed';

/** A row of the log view. `seq` counts up from 0 for as long as the view lives and never returns. */
export interface LogEntry {
  readonly seq: number;
  readonly source: number;
  /** RFC 3339 with nanoseconds; "" when unknown */
  readonly time: string;
  /** raw, escape sequences included */
  readonly text: string;
  readonly mark?: LogMark;
}
