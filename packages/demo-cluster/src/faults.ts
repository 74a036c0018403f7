import type { Server as NetServer, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiRequest } from './http/api-request.ts';
import { tooManyRequests } from './http/plain-answer.ts';
import { invalid, StatusError } from './status-error.ts';

/** What a test can make the cluster do wrong. */
export interface Faults {
  /** Cuts every open watch. */
  dropWatches(): void;
  /** Every resourceVersion and continue token given out until now answers 410. */
  gone(): void;
  /** Watches stay open and say nothing. */
  silence(on: boolean): void;
  /** Events reach watches this many milliseconds late. */
  slowWatch(ms: number): void;
  /** Every answer waits this long. */
  latency(ms: number): void;
  /** Every request answers 429 with Retry-After. */
  throttle(on: boolean): void;
  /** Lists are not streamed (sendInitialEvents), as by servers before v1.32. */
  noWatchList(on: boolean): void;
  /** A share (0 to 1) of the requests, or of those whose path begins so, answers 500; 0 takes it back. */
  errors(share: number, pathPrefix?: string): void;
  /** Connections are cut and refused: until told otherwise, or for so many milliseconds. */
  down(on: boolean | number): void;
  /**
   * Cuts everything, as when the API server is started anew. With state `kept` only what was in its memory is gone (the past of
   * watches); `lost` begins with a fresh cluster: other uids, other tokens, resourceVersions from the start.
   */
  restart(state: 'kept' | 'lost'): void;
  /** Bearer tokens given out until now answer 401; with a text only that token, or that user's; `false` takes all of it back. */
  expireTokens(what?: boolean | string): void;
  /** Cuts every open log stream. */
  cutLogs(): void;
  /** The server behind an aggregated API ("v1beta1.metrics.k8s.io") is away: its APIService is not Available, its paths answer 503. */
  apiAway(apiService: string, away: boolean): void;
}

/** What requests run into before anybody looks at them. */
export class RequestFaults {
  latencyMs = 0;
  throttled = false;
  noWatchList = false;
  #share = 0;
  #prefix = '';
  #due = 0;

  errors(share: number, pathPrefix = ''): void {
    this.#share = share;
    this.#prefix = pathPrefix;
    this.#due = 0;
  }

  /** Waits and throws as long as the faults say so. Who turns them off must get through. */
  async pass({ path, query }: ApiRequest): Promise<void> {
    if (path === FAULTS_PATH) return;
    if (this.latencyMs > 0) await delay(this.latencyMs);
    if (this.throttled) throw tooManyRequests();
    if (this.noWatchList && query.has('sendInitialEvents')) throw notKnownYet();
    if (this.#share === 0 || !path.startsWith(this.#prefix)) return;
    // evenly spread, so that a test can count on it
    this.#due += this.#share;
    if (this.#due < 1) return;
    this.#due -= 1;
    throw new StatusError(500, '', 'etcdserver: request timed out');
  }
}

/** What a v1.20 says about the parameters of a streaming list. */
function notKnownYet(): StatusError {
  const detail = 'resourceVersionMatch is forbidden for watch';
  return invalid('meta.k8s.io', 'ListOptions', '', [{ field: 'resourceVersionMatch', type: 'Forbidden', detail }]);
}

/** Where the faults are controlled from outside. */
export const FAULTS_PATH = '/demo/faults';

/** Destroys connections while the cluster is down, and remembers the open ones to cut them when it goes down. */
export class ConnectionGate {
  readonly #open = new Set<Socket>();
  #down = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: NetServer) {
    server.on('connection', (socket: Socket) => {
      if (this.#down) {
        socket.destroy();
        return;
      }
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
  }

  down(on: boolean | number): void {
    clearTimeout(this.#timer);
    this.#down = on !== false && on !== 0;
    if (!this.#down) return;
    this.cutAll();
    if (typeof on !== 'number') return;
    this.#timer = setTimeout(() => {
      this.#down = false;
    }, on);
    this.#timer.unref();
  }

  cutAll(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
