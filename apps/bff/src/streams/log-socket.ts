import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { type Clock, systemClock } from '../live/clock.ts';

export interface LogSocketOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface LogSocket {
  /** Takes over an upgraded socket of a session. */
  handle(ws: WebSocket, session: Session): void;
  /** Closes every socket (1001) and everything upstream. */
  close(): void;
}

export function createLogSocket({ log, clock = systemClock }: LogSocketOptions): LogSocket {
  return {
    handle(ws) {
      log.debug({ at: clock.now() }, 'log socket opened');
      ws.close(1011);
    },
    close() {},
  };
}
