import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import { type RunClientFrame, type RunServerFrame, runClientFrame } from '@quarterdeck/shared/run-protocol';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { tracedCluster } from '../clusters/traced-cluster.ts';
import { csrfMatches, readFrame } from '../live/client-frame.ts';
import { type Clock, systemClock } from '../live/clock.ts';
import { keepAlive } from '../live/heartbeat.ts';
import { AuditLog, type Whence } from '../telemetry/audit-log.ts';
import { CommandRun } from './command-run.ts';
import { isContainerName } from './container-name.ts';
import type { ContainerName } from './exec-problem.ts';

export interface RunSocketOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly audit?: AuditLog;
}

export interface RunSocket {
  /** Takes over an upgraded socket of a session; `from`: the request that opened it. */
  handle(ws: WebSocket, session: Session, from?: Whence): void;
  /** Closes every socket (1001) and everything upstream. */
  close(): void;
}

/** Commands of one session that run at the same time. */
const MAX_RUNS = 6;
const FIRST_FRAME_TIMEOUT_MS = 5000;

type OpenFrame = Extract<RunClientFrame, { type: 'open' }>;

/** Commands without a terminal: one socket each, which they end with. */
export function createRunSocket(options: RunSocketOptions): RunSocket {
  const { clusters, sessions, log, clock = systemClock, audit = AuditLog.none } = options;
  const ends = new Map<WebSocket, End>();
  const runs = new Map<string, number>();

  function open(ws: WebSocket, session: Session, frame: OpenFrame, from?: Whence): CommandRun | null {
    const known = clusters.get(session.cluster);
    if (!known) return refuse(ws, problem('qd.cluster.unknown', 'The cluster is not known here'));
    const { command, targets, timeoutSeconds } = frame;
    if (!targets.every(isContainerName))
      return refuse(ws, problem('qd.request.invalid', 'These are not names of containers'));
    const own = runs.get(session.id) ?? 0;
    if (own >= MAX_RUNS)
      return refuse(ws, problem('qd.request.too-many', 'This session runs too many commands'), CLOSE.tooMany);
    runs.set(session.id, own + 1);
    ws.once('close', () => {
      const left = (runs.get(session.id) ?? 1) - 1;
      if (left > 0) runs.set(session.id, left);
      else runs.delete(session.id);
    });
    // the program alone: arguments hold passwords
    const [program] = command;
    const began = (target: ContainerName, refusal: Problem | null): void => {
      const facts = { ...target, program, ...from };
      if (refusal === null) audit.did(session, 'run', 'ok', facts);
      else audit.didNot(session, 'run', new ProblemError(refusal), facts);
    };
    const over = (target: ContainerName): void => audit.did(session, 'run-end', 'ok', { ...target, program, ...from });
    const cluster = tracedCluster(known, from?.request ?? '');
    const run = new CommandRun({ ws, cluster, session, command, targets, timeoutSeconds, clock, began, over });
    run.start();
    return run;
  }

  return {
    handle(ws, session, from) {
      const end = serve(ws, session, (...asked) => open(...asked, from), clock);
      const unwatch = sessions.watch(session, () => end(CLOSE.sessionEnded, 'the session ended'));
      ends.set(ws, end);
      ws.on('close', () => {
        ends.delete(ws);
        unwatch();
      });
      ws.on('error', (error) => log.debug({ reason: error.message }, 'run socket failed'));
    },
    close() {
      for (const end of [...ends.values()]) end(CLOSE.goingAway, 'going away');
    },
  };
}

type Open = (ws: WebSocket, session: Session, frame: OpenFrame) => CommandRun | null;
type End = (code: number, reason: string) => void;

/** The frames of one socket: open first, then acknowledgements and stops. Returns what ends it from here, at once. */
function serve(ws: WebSocket, session: Session, open: Open, clock: Clock): End {
  let run: CommandRun | null = null;
  let greeted = false;
  keepAlive(ws, clock);
  const cancelTimeout = clock.after(FIRST_FRAME_TIMEOUT_MS, () => {
    if (!greeted) ws.close(CLOSE.forbidden, 'no first frame');
  });
  ws.on('close', () => {
    cancelTimeout();
    run?.close();
  });
  ws.on('message', (data, isBinary) => {
    if (ws.readyState !== ws.OPEN) return;
    const frame = readFrame(data, isBinary, runClientFrame);
    if (frame === null) ws.close(CLOSE.badFrame, 'bad frame');
    else if (frame.type === 'open') {
      if (greeted) ws.close(CLOSE.badFrame, 'already open');
      else if (!csrfMatches(frame.csrf, session.csrf)) ws.close(CLOSE.forbidden, 'wrong csrf value');
      else {
        greeted = true;
        run = open(ws, session, frame);
      }
    } else if (!run) ws.close(CLOSE.forbidden, 'open comes first');
    else if (frame.type === 'ack') run.acknowledge(frame.bytes);
    else run.stop(frame.target);
  });
  return (code, reason) => {
    // what is upstream ends now, not when the other side has answered
    run?.close();
    ws.close(code, reason);
  };
}

function refuse(ws: WebSocket, refusal: Problem, code = 1000): null {
  ws.send(JSON.stringify({ type: 'problem', problem: refusal } satisfies RunServerFrame));
  ws.close(code);
  return null;
}
