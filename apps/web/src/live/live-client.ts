import { CLOSE, type LiveClientFrame, type LiveQuery, type LiveServerFrame } from '@quarterdeck/shared/live-protocol';
import { type Problem, problem } from '@quarterdeck/shared/problem';
import { backOff, quickRetry } from './back-off.ts';
import { browserClock, type LiveClock } from './live-clock.ts';
import type { LiveSink, LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import { readFrame } from './read-frame.ts';

/** Until the welcome says otherwise. */
const DEFAULT_HEARTBEAT_MS = 20_000;
/** Silence of this many heartbeats means that the socket is dead, whatever the browser believes. */
const SILENT_HEARTBEATS = 2.5;
/** When the tab wakes up and the last beat is this overdue, the socket is looked at more closely. */
const LATE_HEARTBEATS = 1.3;
/** What was sent during a sleep must have arrived this long after it. */
const PROBE_MS = 4_000;
/** How often the clock is looked at, and by how much it must be ahead of that to have slept. */
const CLOCK_MS = 2_000;
const JUMP_MS = 5_000;
/** A socket that does not say welcome in this time is given up. */
const WELCOME_MS = 10_000;
/** Down for this long, "reconnecting" becomes "stale". */
const STALE_AFTER_MS = 10_000;
/** A server that goes away says so, and another takes over: nobody needs to be told unless it takes longer than this. */
const MOVE_MS = 3_000;

/** The part of a browser's WebSocket that is used. */
export interface LiveWebSocket {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface LiveClientOptions {
  /** absolute or relative address of /api/live */
  readonly url: string;
  /** CSRF value by cluster, read anew for every connection */
  readonly csrf: () => Record<string, string>;
  /** the BFF closed the socket because no session holds; call `reconnect` after signing in */
  readonly onSessionEnded: () => void;
  /** the API server no longer takes a session's credential (revoked, say), or one of several sessions is over */
  readonly onCredentialRefused?: (cluster: string, problem: Problem) => void;
  readonly WebSocket?: new (url: string) => LiveWebSocket;
  readonly clock?: LiveClock;
  readonly random?: () => number;
}

interface Subscription {
  readonly id: number;
  readonly query: LiveQuery;
  readonly sink: LiveSink;
  status: LiveStatus;
}

/** idle: not started, or nothing to ask for; ended: waits for a sign-in */
type Phase = 'idle' | 'connecting' | 'welcomed' | 'waiting' | 'ended';

const OPEN = 1;
/** RFC 6455 §7.1.5: the connection broke without a close frame */
const ABNORMAL_CLOSE = 1006;

/**
 * The tab's one live socket. Carries every subscription, comes back by itself after a cut, and while it is down tells each
 * subscription so: rows on screen are never passed off as current.
 */
export class LiveClient implements LiveSource {
  readonly #options: LiveClientOptions;
  readonly #clock: LiveClock;
  readonly #random: () => number;
  readonly #subscriptions = new Map<number, Subscription>();
  /** live lists that are being moved, and what was said of them meanwhile */
  readonly #moving = new Map<number, LiveStatus | undefined>();
  #nextId = 1;
  #started = false;
  #phase: Phase = 'idle';
  #socket: LiveWebSocket | undefined;
  #failures = 0;
  #heartbeatMs = DEFAULT_HEARTBEAT_MS;
  #lastHeard = 0;
  /** how long the socket has been down, as far as subscribers were told */
  #down: 'no' | 'counting' | 'stale' = 'no';
  #cancelRetry = nothing;
  #cancelBeat = nothing;
  #cancelClock = nothing;
  #cancelDeadline = nothing;
  #cancelStale = nothing;
  #cancelMove = nothing;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? browserClock;
    this.#random = options.random ?? Math.random;
  }

  /** From now on connects as soon as something is subscribed, and checks the socket when the tab wakes up. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    document.addEventListener('visibilitychange', this.#onWake);
    window.addEventListener('online', this.#onOnline);
    window.addEventListener('pageshow', this.#onWake);
    if (this.#subscriptions.size > 0) this.#connect();
  }

  /** Closes the socket for good; subscriptions stay known and are taken up again by `start`. */
  stop(): void {
    if (!this.#started) return;
    this.#started = false;
    document.removeEventListener('visibilitychange', this.#onWake);
    window.removeEventListener('online', this.#onOnline);
    window.removeEventListener('pageshow', this.#onWake);
    this.#drop();
    this.#cancelStale();
    this.#cancelMove();
    this.#moving.clear();
    this.#down = 'no';
    this.#phase = 'idle';
  }

  /** Connects anew at once, say after signing in: the first frame of the new socket carries the new CSRF values. */
  reconnect(): void {
    if (!this.#started) return;
    this.#drop();
    this.#failures = 0;
    this.#phase = 'idle';
    this.#wentDown();
    if (this.#subscriptions.size > 0) this.#connect();
  }

  retry(): void {
    if (!this.#started) return;
    if (this.#phase === 'waiting') this.#connect();
    else if (this.#phase === 'ended') this.reconnect();
    else if (this.#phase === 'welcomed') this.#probe();
  }

  subscribe(query: LiveQuery, sink: LiveSink): () => void {
    const id = this.#nextId++;
    const subscription: Subscription = {
      id,
      query,
      sink,
      status: { state: 'connecting', loaded: 0, since: this.#clock.now() },
    };
    this.#subscriptions.set(id, subscription);
    sink.status(subscription.status);
    if (this.#phase === 'welcomed') this.#send({ type: 'subscribe', id, query });
    else if (this.#phase === 'idle' && this.#started) this.#connect();
    else if (this.#phase === 'ended' || this.#down === 'stale') this.#tellDown(subscription, true);
    return () => {
      if (!this.#subscriptions.delete(id)) return;
      this.#moving.delete(id);
      if (this.#phase === 'welcomed') this.#send({ type: 'unsubscribe', id });
    };
  }

  #connect(): void {
    this.#cancelRetry();
    this.#phase = 'connecting';
    this.#watchForStale();
    const Socket = this.#options.WebSocket ?? WebSocket;
    const socket = new Socket(this.#options.url);
    this.#socket = socket;
    socket.onopen = () => this.#send({ type: 'hello', csrf: this.#options.csrf() });
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code }) => this.#closed(code);
    this.#cancelDeadline();
    this.#cancelDeadline = this.#clock.after(WELCOME_MS, () => this.#lost());
  }

  #received(data: unknown): void {
    const frame = readFrame(data);
    if (frame === undefined) return;
    this.#lastHeard = this.#clock.now();
    if (frame.type === 'welcome') this.#welcomed(frame.heartbeatMs);
    else if (frame.type !== 'beat') this.#deliver(frame);
  }

  #deliver(frame: Exclude<LiveServerFrame, { type: 'welcome' | 'beat' }>): void {
    const subscription = this.#subscriptions.get(frame.id);
    if (subscription === undefined) return; // it crossed our unsubscribe
    const { sink } = subscription;
    if (frame.type === 'columns') sink.columns?.(frame.columns);
    else if (frame.type === 'rows') sink.rows?.(frame);
    else if (frame.type === 'objects') sink.objects?.(frame);
    else {
      const { state, loaded, remaining, since, problem: reason } = frame;
      // one of several sessions is over: the socket goes on for the others
      if (reason?.code === 'qd.session.expired')
        this.#options.onCredentialRefused?.(subscription.query.cluster, reason);
      const status: LiveStatus = {
        state,
        loaded,
        since,
        ...(remaining === undefined ? {} : { remaining }),
        ...(reason === undefined ? {} : { problem: reason }),
      };
      if (state === 'loading' && this.#moving.has(frame.id)) this.#moving.set(frame.id, status);
      else {
        this.#moving.delete(frame.id);
        this.#tell(subscription, status);
      }
    }
  }

  #welcomed(heartbeatMs: number): void {
    this.#phase = 'welcomed';
    this.#failures = 0;
    this.#down = 'no';
    this.#heartbeatMs = Math.max(1000, heartbeatMs);
    this.#cancelStale();
    this.#cancelDeadline();
    for (const { id, query } of this.#subscriptions.values()) this.#send({ type: 'subscribe', id, query });
    this.#scheduleBeat();
    this.#watchClock();
  }

  /** A clock that jumps has slept, and no event tells of a lid that was closed over a visible page. */
  #watchClock(): void {
    this.#cancelClock();
    const due = this.#clock.now() + CLOCK_MS;
    this.#cancelClock = this.#clock.after(CLOCK_MS, () => {
      if (this.#clock.now() - due > JUMP_MS) this.#onWake();
      this.#watchClock();
    });
  }

  #scheduleBeat(): void {
    this.#cancelBeat();
    this.#cancelBeat = this.#clock.after(this.#heartbeatMs, () => {
      if (this.#silence() > this.#heartbeatMs * SILENT_HEARTBEATS) this.#probe();
      this.#send({ type: 'beat' });
      this.#scheduleBeat();
    });
  }

  #silence(): number {
    return this.#clock.now() - this.#lastHeard;
  }

  /** Timers stop while a laptop sleeps, and a socket that died meanwhile gives no sign. */
  readonly #onWake = (): void => {
    if (document.visibilityState === 'hidden') return;
    if (this.#phase === 'waiting') this.#connect();
    else if (this.#phase === 'welcomed' && this.#silence() > this.#heartbeatMs * LATE_HEARTBEATS) this.#probe();
  };

  /** The network changed: a socket of the old one is dead, however alive it looks. */
  readonly #onOnline = (): void => {
    if (this.#phase === 'waiting' || this.#phase === 'welcomed') this.reconnect();
  };

  /** What came in during a sleep is delivered now; if nothing is, nobody is there. */
  #probe(): void {
    const asked = this.#clock.now();
    this.#send({ type: 'beat' });
    this.#cancelDeadline();
    this.#cancelDeadline = this.#clock.after(PROBE_MS, () => {
      if (this.#lastHeard < asked) this.#lost();
    });
  }

  /** The socket is dead although nobody closed it. */
  #lost(): void {
    this.#drop();
    this.#retry(undefined);
  }

  #closed(code: number): void {
    // a close frame is a sign of life: up to here nothing was missed
    if (code !== ABNORMAL_CLOSE) this.#lastHeard = this.#clock.now();
    this.#drop();
    if (code === CLOSE.sessionEnded || code === CLOSE.forbidden) {
      this.#phase = 'ended';
      this.#wentDown();
      for (const subscription of this.#subscriptions.values()) this.#tellDown(subscription, true);
      this.#options.onSessionEnded();
      return;
    }
    this.#retry(code);
  }

  #retry(code: number | undefined): void {
    this.#phase = 'waiting';
    const quick = code === CLOSE.goingAway && this.#failures === 0;
    if (quick) this.#move();
    this.#wentDown();
    this.#failures += 1;
    const delay = quick ? quickRetry(this.#random) : backOff(this.#failures, this.#random);
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(delay, () => {
      if (this.#subscriptions.size > 0) this.#connect();
      else this.#phase = 'idle';
    });
  }

  /** Forgets the socket without waiting for its close event: a dead peer would keep us waiting for minutes. */
  #drop(): void {
    this.#cancelBeat();
    this.#cancelClock();
    this.#cancelDeadline();
    this.#cancelRetry();
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #move(): void {
    for (const { id, status, sink } of this.#subscriptions.values())
      if (status.state === 'live') {
        this.#moving.set(id, undefined);
        sink.moving?.();
      }
    this.#cancelMove();
    this.#cancelMove = this.#clock.after(MOVE_MS, () => {
      const late = [...this.#moving];
      this.#moving.clear();
      for (const [id, status] of late) {
        const subscription = this.#subscriptions.get(id);
        if (subscription === undefined) continue;
        if (status === undefined) this.#tellDown(subscription, false);
        else this.#tell(subscription, status);
      }
    });
  }

  #wentDown(): void {
    for (const subscription of this.#subscriptions.values())
      if (!this.#moving.has(subscription.id)) this.#tellDown(subscription, false);
    this.#watchForStale();
  }

  /** Counts from the cut, however many attempts fail meanwhile. */
  #watchForStale(): void {
    if (this.#down !== 'no') return;
    this.#down = 'counting';
    this.#cancelStale();
    this.#cancelStale = this.#clock.after(STALE_AFTER_MS, () => {
      this.#down = 'stale';
      for (const subscription of this.#subscriptions.values()) this.#tellDown(subscription, true);
    });
  }

  /** What the server refused stays refused; what it showed is from now on as old as the last sign of life. */
  #tellDown(subscription: Subscription, stale: boolean): void {
    const { state, loaded, since } = subscription.status;
    if (state === 'denied' || state === 'gone') return;
    if (!stale && (state === 'connecting' || state === 'stale')) return;
    const wasTrue = state === 'live' || state === 'loading';
    this.#tell(subscription, {
      state: stale ? 'stale' : 'reconnecting',
      loaded,
      since: wasTrue && this.#lastHeard > 0 ? this.#lastHeard : since,
      problem:
        this.#phase === 'ended'
          ? problem('qd.session.expired', 'The session is over')
          : problem('qd.live.disconnected', 'The connection to Quarterdeck is cut'),
    });
  }

  #tell(subscription: Subscription, status: LiveStatus): void {
    const { problem: now } = status;
    if (now?.code === 'qd.api.unauthorized' && subscription.status.problem?.code !== now.code)
      this.#options.onCredentialRefused?.(subscription.query.cluster, now);
    subscription.status = status;
    subscription.sink.status(status);
  }

  #send(frame: LiveClientFrame): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }
}

function nothing(): void {}
