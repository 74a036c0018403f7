import { randomBytes } from 'node:crypto';
import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import {
  type TerminalClientFrame,
  type TerminalInfo,
  type TerminalServerFrame,
  terminalClientFrame,
} from '@quarterdeck/shared/stream-protocol';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { tracedCluster } from '../clusters/traced-cluster.ts';
import { bytesOf, csrfMatches, readFrame } from '../live/client-frame.ts';
import { type Clock, systemClock } from '../live/clock.ts';
import { keepAlive } from '../live/heartbeat.ts';
import { AuditLog, type Whence } from '../telemetry/audit-log.ts';
import { isContainerName } from './container-name.ts';
import { type TerminalLimits, TerminalSession } from './terminal-session.ts';
import type { TerminalViewer } from './terminal-viewer.ts';

export interface TerminalSocketOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly limits?: Partial<TerminalSocketLimits>;
  readonly throwAways?: ThrowAways;
  readonly audit?: AuditLog;
  /** where this process serves: another that served there before has ended */
  readonly place?: string;
}

interface TerminalSocketLimits extends TerminalLimits {
  /** terminals of one login at a time */
  readonly perSession: number;
}

/** Things that live as long as a terminal. */
interface ThrowAways {
  /** Keeps one; the function lets it go. Or who has it: another replica, or nobody of this session. */
  hold(id: string, session: Session): (() => void) | 'elsewhere' | 'nobody';
}

export interface TerminalSocket {
  /** Takes over an upgraded socket of a session; `from`: the request that opened it. */
  handle(ws: WebSocket, session: Session, from?: Whence): void;
  /** The terminals of a login, the oldest first. */
  list(session: Session): readonly TerminalInfo[];
  /** Closes every socket (1001) and everything upstream. */
  close(): void;
}

const LIMITS: TerminalSocketLimits = { lingerMs: 60_000, idleMs: 0, perSession: 20 };
const FIRST_FRAME_TIMEOUT_MS = 5000;

interface OpenTerminal {
  readonly terminal: TerminalSession;
  readonly unwatch: () => void;
}

type OpenFrame = Extract<TerminalClientFrame, { type: 'open' }>;
type AttachFrame = Extract<TerminalClientFrame, { type: 'attach' }>;

/** Terminals in containers: sessions that live here, so that a socket may come and go. */
export function createTerminalSocket(options: TerminalSocketOptions): TerminalSocket {
  const { clusters, sessions, log, clock = systemClock, audit = AuditLog.none } = options;
  const limits = { ...LIMITS, ...options.limits };
  /** begins the ids of this process: who asks for a terminal of the process before it, or of another replica, is told so */
  const place = `${options.place ?? randomBytes(6).toString('base64url')}.`;
  const instance = `${place}${randomBytes(6).toString('base64url')}.`;
  const terminals = new Map<string, OpenTerminal>();
  const sockets = new Set<WebSocket>();

  function own(session: Session): TerminalSession[] {
    return [...terminals.values()].map(({ terminal }) => terminal).filter(({ owner }) => owner === session.id);
  }

  function open(ws: WebSocket, session: Session, frame: OpenFrame, from?: Whence): Attached | null {
    const cluster = clusters.get(session.cluster);
    if (!cluster) return refuse(ws, problem('qd.cluster.unknown', 'The cluster is not known here'));
    const { namespace, pod, container, mode = 'exec' } = frame;
    const target = { namespace, pod, container };
    if (!isContainerName(target))
      return refuse(ws, problem('qd.request.invalid', 'These are not names of a container'));
    if (mode === 'attach' && frame.command !== null)
      return refuse(ws, problem('qd.request.invalid', 'A process that is attached to takes no command'));
    const most = limits.perSession;
    if (own(session).length >= most)
      return refuse(ws, problem('qd.terminal.too-many', 'Too many terminals are open', { params: { most } }));
    const letGo = frame.throwAway === undefined ? () => {} : options.throwAways?.hold(frame.throwAway, session);
    if (letGo === 'elsewhere')
      return refuse(ws, problem('qd.terminal.other-replica', 'Another process has what this terminal is for'));
    if (letGo === undefined || letGo === 'nobody')
      return refuse(ws, problem('qd.terminal.session-unknown', 'What this terminal was for has ended'));
    const id = `${instance}${randomBytes(24).toString('base64url')}`;
    // the program alone: arguments hold passwords
    const facts = { namespace, pod, container, program: frame.command?.[0], ...from };
    let runs = false;
    const terminal = new TerminalSession({
      id,
      cluster: tracedCluster(cluster, from?.request ?? ''),
      session,
      target,
      wanted: frame,
      limits,
      clock,
      began: (refusal) => {
        runs = refusal === null;
        if (refusal === null) audit.did(session, mode, 'ok', facts);
        else audit.didNot(session, mode, new ProblemError(refusal), facts);
      },
      gone: () => {
        terminals.get(id)?.unwatch();
        terminals.delete(id);
        letGo();
        if (runs) audit.did(session, `${mode}-end`, 'ok', facts);
      },
    });
    terminals.set(id, {
      terminal,
      unwatch: sessions.watch(session, () => terminal.shutDown(CLOSE.sessionEnded, 'the session ended')),
    });
    const viewer = terminal.attach(ws, 0);
    void terminal.open();
    return { terminal, viewer };
  }

  function attach(ws: WebSocket, session: Session, frame: AttachFrame): Attached | null {
    const terminal = terminals.get(frame.session)?.terminal;
    if (!terminal && !frame.session.startsWith(instance)) {
      // nobody else can have it: who was here died without a word
      if (frame.session.startsWith(place))
        return refuse(ws, problem('qd.terminal.server-ended', 'The process that had this terminal has ended'));
      return refuse(ws, problem('qd.terminal.other-replica', 'This process does not have this terminal'));
    }
    // the same answer for one that is gone and for somebody else's
    if (!terminal || terminal.owner !== session.id)
      return refuse(ws, problem('qd.terminal.session-unknown', 'This terminal has ended'));
    terminal.resize(frame.cols, frame.rows);
    return { terminal, viewer: terminal.attach(ws, frame.offset) };
  }

  return {
    handle(ws, session, from) {
      sockets.add(ws);
      const unwatch = sessions.watch(session, () => ws.close(CLOSE.sessionEnded, 'the session ended'));
      serve(ws, session, { open: (...asked) => open(...asked, from), attach, clock });
      ws.on('close', () => {
        sockets.delete(ws);
        unwatch();
      });
      ws.on('error', (error) => log.debug({ reason: error.message }, 'terminal socket failed'));
    },
    list: (session) => own(session).map(({ info }) => info),
    close() {
      // whoever looks is told at once: another process cannot go on with what runs behind this one
      const ended = problem('qd.terminal.server-ended', 'This process ends, and its terminals with it');
      for (const ws of sockets)
        if (ws.readyState === ws.OPEN)
          ws.send(JSON.stringify({ type: 'problem', problem: ended } satisfies TerminalServerFrame));
      for (const { terminal } of [...terminals.values()]) terminal.shutDown(CLOSE.goingAway, 'going away');
      for (const ws of sockets) ws.close(CLOSE.goingAway, 'going away');
    },
  };
}

interface Attached {
  readonly terminal: TerminalSession;
  readonly viewer: TerminalViewer;
}

interface Doors {
  open(ws: WebSocket, session: Session, frame: OpenFrame): Attached | null;
  attach(ws: WebSocket, session: Session, frame: AttachFrame): Attached | null;
  readonly clock: Clock;
}

/** The frames of one socket: open or attach first, then input, sizes and acknowledgements. */
function serve(ws: WebSocket, session: Session, { open, attach, clock }: Doors): void {
  let attached: Attached | null = null;
  let greeted = false;
  keepAlive(ws, clock);
  const cancelTimeout = clock.after(FIRST_FRAME_TIMEOUT_MS, () => {
    if (!greeted) ws.close(CLOSE.forbidden, 'no first frame');
  });
  ws.on('close', () => {
    cancelTimeout();
    if (attached) attached.terminal.detach(attached.viewer);
  });
  ws.on('message', (data, isBinary) => {
    if (ws.readyState !== ws.OPEN) return;
    if (isBinary && attached) {
      attached.terminal.input(attached.viewer, bytesOf(data));
      return;
    }
    const frame = readFrame(data, isBinary, terminalClientFrame);
    if (frame === null) ws.close(CLOSE.badFrame, 'bad frame');
    else if (frame.type === 'open' || frame.type === 'attach') {
      if (greeted) ws.close(CLOSE.badFrame, 'already open');
      else if (!csrfMatches(frame.csrf, session.csrf)) ws.close(CLOSE.forbidden, 'wrong csrf value');
      else {
        greeted = true;
        attached = frame.type === 'open' ? open(ws, session, frame) : attach(ws, session, frame);
      }
    } else if (!attached) ws.close(CLOSE.forbidden, 'open comes first');
    else if (frame.type === 'resize') attached.terminal.resize(frame.cols, frame.rows);
    else if (frame.type === 'beat') attached.viewer.send(frame);
    else if (frame.type === 'ack') attached.terminal.acknowledge(attached.viewer, frame.bytes);
    else attached.terminal.finish({ type: 'exited', code: null });
  });
}

function refuse(ws: WebSocket, refusal: Problem, code = 1000): null {
  ws.send(JSON.stringify({ type: 'problem', problem: refusal } satisfies TerminalServerFrame));
  ws.close(code);
  return null;
}
