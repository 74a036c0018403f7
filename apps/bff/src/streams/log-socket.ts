import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { type LogServerFrame, logClientFrame } from '@quarterdeck/shared/stream-protocol';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { csrfMatches, readFrame } from '../live/client-frame.ts';
import { type Clock, systemClock } from '../live/clock.ts';
import { keepAlive } from '../live/heartbeat.ts';
import { isContainerName } from './container-name.ts';
import { LogStream } from './log-stream.ts';

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

const FIRST_FRAME_TIMEOUT_MS = 5000;
/** Followed containers of one session, over all its sockets. */
const MAX_SOURCES = 200;

/** Logs of containers: one stream per socket. */
export function createLogSocket({ clusters, sessions, log, clock = systemClock }: LogSocketOptions): LogSocket {
  const sockets = new Set<WebSocket>();
  const sourcesBySession = new Map<string, number>();

  function serve(ws: WebSocket, session: Session): void {
    let stream: LogStream | null = null;
    let sources = 0;
    keepAlive(ws, clock);
    const cancelTimeout = clock.after(FIRST_FRAME_TIMEOUT_MS, () => {
      if (stream === null) ws.close(CLOSE.forbidden, 'no first frame');
    });
    const stop = (): void => {
      stream?.stop();
      const left = (sourcesBySession.get(session.id) ?? 0) - sources;
      sources = 0;
      if (left > 0) sourcesBySession.set(session.id, left);
      else sourcesBySession.delete(session.id);
    };
    const unwatch = sessions.watch(session, () => {
      stop();
      ws.close(CLOSE.sessionEnded, 'the session ended');
    });
    ws.on('error', (error) => log.debug({ reason: error.message }, 'log socket failed'));
    ws.on('close', () => {
      sockets.delete(ws);
      cancelTimeout();
      unwatch();
      stop();
    });
    ws.on('message', (data, isBinary) => {
      if (ws.readyState !== ws.OPEN) return;
      const frame = readFrame(data, isBinary, logClientFrame);
      if (frame === null || (frame.type === 'open' && stream !== null)) ws.close(CLOSE.badFrame, 'bad frame');
      else if (frame.type === 'ack') stream?.acknowledge(frame.lines);
      else if (!csrfMatches(frame.csrf, session.csrf)) ws.close(CLOSE.forbidden, 'wrong csrf value');
      else {
        const cluster = clusters.get(session.cluster);
        const open = sourcesBySession.get(session.id) ?? 0;
        if (!cluster || !frame.sources.every(isContainerName)) ws.close(CLOSE.badFrame, 'no such container');
        else if (open + frame.sources.length > MAX_SOURCES) ws.close(CLOSE.tooMany, 'too many logs');
        else {
          sources = frame.sources.length;
          sourcesBySession.set(session.id, open + sources);
          const send = (answer: LogServerFrame): void => {
            if (ws.readyState === ws.OPEN) ws.send(JSON.stringify(answer));
          };
          stream = new LogStream({ cluster, session, request: frame, clock, send });
          stream.start();
        }
      }
    });
  }

  return {
    handle(ws, session) {
      sockets.add(ws);
      serve(ws, session);
    },
    close() {
      for (const ws of sockets) ws.close(CLOSE.goingAway, 'going away');
    },
  };
}
