import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { type LogServerFrame, logClientFrame } from '@quarterdeck/shared/log-protocol';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { tracedCluster } from '../clusters/traced-cluster.ts';
import { csrfMatches, readFrame } from '../live/client-frame.ts';
import { type Clock, systemClock } from '../live/clock.ts';
import { keepAlive } from '../live/heartbeat.ts';
import { WatchListMemory } from '../live/watch-list-memory.ts';
import type { Whence } from '../telemetry/audit-log.ts';
import { areLogSources } from './log-request.ts';
import { LogShares, tooManyReaders } from './log-share.ts';
import { LogStream } from './log-stream.ts';

export interface LogSocketOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock?: Clock;
  /** shared with the downloads */
  readonly shares?: LogShares;
}

export interface LogSocket {
  /** Takes over an upgraded socket of a session; `from`: the request that opened it. */
  handle(ws: WebSocket, session: Session, from?: Whence): void;
  /** Closes every socket (1001) and everything upstream. */
  close(): void;
}

const FIRST_FRAME_TIMEOUT_MS = 5000;

/** Logs of containers: one stream per socket. */
export function createLogSocket(options: LogSocketOptions): LogSocket {
  const { clusters, sessions, log, clock = systemClock, shares = new LogShares() } = options;
  const sockets = new Set<WebSocket>();
  const memory = new WatchListMemory(() => clock.now());

  function serve(ws: WebSocket, session: Session, trace: string): void {
    let stream: LogStream | null = null;
    keepAlive(ws, clock);
    const cancelTimeout = clock.after(FIRST_FRAME_TIMEOUT_MS, () => {
      if (stream === null) ws.close(CLOSE.forbidden, 'no first frame');
    });
    const send = (answer: LogServerFrame): void => {
      if (ws.readyState === ws.OPEN) ws.send(JSON.stringify(answer));
    };
    const unwatch = sessions.watch(session, () => {
      stream?.stop();
      ws.close(CLOSE.sessionEnded, 'the session ended');
    });
    ws.on('error', (error) => log.debug({ reason: error.message }, 'log socket failed'));
    ws.on('close', () => {
      sockets.delete(ws);
      cancelTimeout();
      unwatch();
      stream?.stop();
    });
    ws.on('message', (data, isBinary) => {
      if (ws.readyState !== ws.OPEN) return;
      const frame = readFrame(data, isBinary, logClientFrame);
      // it is opened once, and first of all
      if (frame === null || (frame.type === 'open') === (stream !== null)) ws.close(CLOSE.badFrame, 'bad frame');
      else if (frame.type === 'ack') stream?.acknowledge(frame.lines);
      else if (!csrfMatches(frame.csrf, session.csrf)) ws.close(CLOSE.forbidden, 'wrong csrf value');
      else {
        const known = clusters.get(session.cluster);
        if (!known || !areLogSources(frame.sources)) {
          ws.close(CLOSE.badFrame, 'no such container');
          return;
        }
        const share = shares.enter(session);
        if (share === null) {
          send({ type: 'problem', problem: tooManyReaders() });
          ws.close(CLOSE.tooMany, 'too many logs');
          return;
        }
        const cluster = tracedCluster(known, trace);
        const isBehind = () => ws.bufferedAmount > 0;
        stream = new LogStream({ cluster, session, request: frame, share, memory, clock, send, isBehind });
        stream.start();
      }
    });
  }

  return {
    handle(ws, session, from) {
      sockets.add(ws);
      serve(ws, session, from?.request ?? '');
    },
    close() {
      for (const ws of sockets) ws.close(CLOSE.goingAway, 'going away');
    },
  };
}
