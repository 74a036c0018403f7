import type { LiveState } from '@quarterdeck/shared/live-protocol';
import type { Problem } from '@quarterdeck/shared/problem';

/** How true what is on screen is. */
export interface LiveStatus {
  /** connecting: nothing has been heard from the BFF about this subscription yet */
  readonly state: LiveState | 'connecting';
  /** objects received so far */
  readonly loaded: number;
  /** the server's estimate of what is left while loading */
  readonly remaining?: number;
  /** epoch milliseconds: when this state began; for reconnecting and stale, the last moment at which rows were known true */
  readonly since: number;
  readonly problem?: Problem;
  /** connecting or loading after having been live: what is on screen is of before */
  readonly again?: true;
}

/** What a list has gone through since it was opened. */
export interface LiveHistory {
  /** epoch milliseconds; 0: never */
  readonly liveSince: number;
  readonly lastNews: number;
  /** how often it was cut off after it had been live */
  readonly cuts: number;
}
