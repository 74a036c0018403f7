import {
  CLOSE,
  type LiveClientFrame,
  type LiveQuery,
  type LiveServerFrame,
  type LiveStateFrame,
  liveClientFrame,
  liveQuery,
  MAX_SUBSCRIPTIONS,
} from '@quarterdeck/shared/live-protocol';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { LiveMeters } from '../telemetry/meters.ts';
import type { LiveCensus } from '../telemetry/prometheus.ts';
import { csrfMatches, readFrame } from './client-frame.ts';
import { type Clock, systemClock } from './clock.ts';
import { HEARTBEAT_MS, keepAlive } from './heartbeat.ts';
import { Hub } from './hub.ts';
import { invalidQuery } from './live-plan.ts';
import { Subscriber } from './subscriber.ts';

export interface LiveSocketOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly meters?: LiveMeters;
}

export interface LiveSocket {
  /** Takes over an upgraded socket. The sessions are those that the upgrade request's cookies opened, by cluster; `trace` is its id. */
  handle(ws: WebSocket, sessionsByCluster: ReadonlyMap<string, Session>, trace?: string): void;
  census(): LiveCensus;
  /** Closes every socket (1001) and every upstream watch. */
  close(): void;
}

const HELLO_TIMEOUT_MS = 5000;
/** Frames that a client may send within ten seconds; a page that is used by a person needs a few dozen. */
const MAX_FRAMES = 400;
const FRAMES_WINDOW_MS = 10_000;

/** The live side of the BFF: one hub per process behind every live socket. */
export function createLiveSocket({
  clusters,
  sessions,
  log,
  clock = systemClock,
  meters = new LiveMeters(),
}: LiveSocketOptions): LiveSocket {
  const hub = new Hub({ clusters, sessions, log, clock });
  const open = new Set<WebSocket>();
  return {
    handle(ws, sessionsByCluster, trace = '') {
      open.add(ws);
      ws.on('close', () => open.delete(ws));
      new Connection(ws, sessionsByCluster, { clusters, sessions, log, clock, meters, hub, trace }).start();
    },
    census: () => hub.census(),
    close() {
      for (const ws of open) ws.close(CLOSE.goingAway, 'going away');
      hub.close();
    },
  };
}

interface ConnectionOptions extends Required<LiveSocketOptions> {
  readonly hub: Hub;
  readonly trace: string;
}

interface Subscription {
  readonly cluster: string;
  readonly subscriber: Subscriber;
  readonly leave: () => void;
}

/** One tab's socket. */
class Connection {
  readonly #ws: WebSocket;
  readonly #sessions: ReadonlyMap<string, Session>;
  readonly #options: ConnectionOptions;
  /** Sessions whose CSRF value this client has shown; empty until hello. */
  readonly #proven = new Map<string, Session>();
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #cleanUp: (() => void)[] = [];
  #greeted = false;
  #frames = 0;
  #windowEnds = 0;

  constructor(ws: WebSocket, sessions: ReadonlyMap<string, Session>, options: ConnectionOptions) {
    this.#ws = ws;
    this.#sessions = sessions;
    this.#options = options;
  }

  start(): void {
    const { clock, log } = this.#options;
    this.#ws.on('error', (error) => log.debug({ reason: error.message }, 'live socket failed'));
    this.#ws.on('close', () => this.#stop());
    this.#ws.on('message', (data, isBinary) => {
      if (this.#overLimit()) this.#ws.close(CLOSE.tooMany, 'too many frames');
      else this.#frame(readFrame(data, isBinary, liveClientFrame));
    });
    this.#cleanUp.push(
      clock.after(HELLO_TIMEOUT_MS, () => {
        if (!this.#greeted) this.#ws.close(CLOSE.forbidden, 'no hello');
      }),
    );
    keepAlive(this.#ws, clock, () => this.#send({ type: 'beat' }));
  }

  #frame(frame: LiveClientFrame | null): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (frame === null) {
      this.#ws.close(CLOSE.badFrame, 'bad frame');
      return;
    }
    if (frame.type === 'hello') this.#hello(frame.csrf);
    else if (!this.#greeted) this.#ws.close(CLOSE.forbidden, 'hello comes first');
    else if (frame.type === 'subscribe') this.#subscribe(frame.id, frame.query);
    else if (frame.type === 'unsubscribe') this.#unsubscribe(frame.id);
    // who asks whether the socket still lives is answered
    else this.#send({ type: 'beat' });
  }

  #hello(csrf: Readonly<Record<string, string>>): void {
    for (const [cluster, value] of Object.entries(csrf)) {
      const session = this.#sessions.get(cluster);
      if (!session) continue;
      if (!csrfMatches(value, session.csrf)) {
        this.#ws.close(CLOSE.forbidden, 'wrong csrf value');
        return;
      }
      this.#proven.set(cluster, session);
    }
    if (this.#proven.size === 0) {
      // Nothing that this client claims is backed by a session: it signs in again or goes away.
      this.#ws.close(this.#sessions.size === 0 ? CLOSE.sessionEnded : CLOSE.forbidden, 'no session');
      return;
    }
    this.#greeted = true;
    for (const session of this.#proven.values())
      this.#cleanUp.push(this.#options.sessions.watch(session, () => this.#ended(session)));
    this.#send({ type: 'welcome', heartbeatMs: HEARTBEAT_MS });
  }

  /** The end of one session is not that of another cluster's: only what was read with it stops. */
  #ended({ cluster }: Session): void {
    this.#proven.delete(cluster);
    if (this.#proven.size === 0) {
      this.#stop();
      this.#ws.close(CLOSE.sessionEnded, 'the session ended');
      return;
    }
    for (const [id, subscription] of [...this.#subscriptions])
      if (subscription.cluster === cluster) {
        this.#unsubscribe(id);
        this.#refuse(id, problem('qd.session.expired', 'The session has ended', { params: { cluster } }));
      }
  }

  #subscribe(id: number, asked: unknown): void {
    this.#unsubscribe(id);
    const { hub, clock, clusters, log, meters, trace } = this.#options;
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      this.#refuse(id, problem('qd.live.too-many-subscriptions', 'The socket has too many subscriptions'));
      return;
    }
    const checked = liveQuery.safeParse(asked);
    if (!checked.success) {
      this.#refuse(id, invalidQuery(checked.error.issues.map(faultOf).join('; ')).problem);
      return;
    }
    const query: LiveQuery = checked.data;
    const session = this.#proven.get(query.cluster);
    if (!session) {
      const known = clusters.has(query.cluster);
      this.#refuse(
        id,
        known
          ? problem('qd.session.required', 'Not signed in to this cluster')
          : problem('qd.cluster.unknown', 'The cluster is not known here'),
      );
      return;
    }
    const subscriber = new Subscriber({ id, mode: query.mode, sink: this.#ws, clock, meters });
    try {
      const leave = hub.subscribe(session, query, subscriber, trace === '' ? '' : `${trace}.${id}`);
      this.#subscriptions.set(id, { cluster: query.cluster, subscriber, leave });
    } catch (error) {
      subscriber.close();
      if (!(error instanceof ProblemError)) log.error({ err: error }, 'subscribing failed');
      this.#refuse(
        id,
        error instanceof ProblemError ? error.problem : problem('qd.internal', 'Something went wrong in Quarterdeck'),
      );
    }
  }

  #unsubscribe(id: number): void {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) return;
    this.#subscriptions.delete(id);
    subscription.subscriber.close();
    subscription.leave();
  }

  #refuse(id: number, refusal: Problem): void {
    const since = this.#options.clock.now();
    this.#send({ type: 'state', id, state: 'denied', loaded: 0, since, problem: refusal } satisfies LiveStateFrame);
  }

  #send(frame: LiveServerFrame): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(JSON.stringify(frame));
  }

  #overLimit(): boolean {
    const now = this.#options.clock.now();
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + FRAMES_WINDOW_MS;
      this.#frames = 0;
    }
    this.#frames += 1;
    return this.#frames > MAX_FRAMES;
  }

  #stop(): void {
    for (const id of [...this.#subscriptions.keys()]) this.#unsubscribe(id);
    for (const run of this.#cleanUp.splice(0)) run();
  }
}

/** What is wrong with a query and where: "fields: at most 64". */
function faultOf(issue: {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly maximum?: unknown;
}): string {
  const where = issue.path.map(String).join('.') || 'query';
  return issue.code === 'too_big' ? `${where}: at most ${String(issue.maximum)}` : `${where}: not as it must be`;
}
