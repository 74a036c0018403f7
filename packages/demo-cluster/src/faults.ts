import type { Server as NetServer, Socket } from 'node:net';

/** What a test can make the cluster do wrong. */
export interface Faults {
  /** Cuts every open watch. */
  dropWatches(): void;
  /** Every resourceVersion and continue token given out until now answers 410. */
  gone(): void;
  /** Watches stay open and say nothing. */
  silence(on: boolean): void;
  /** Every answer waits this long. */
  latency(ms: number): void;
  /** Every request answers 429 with Retry-After. */
  throttle(on: boolean): void;
  /** Connections are cut and refused: until told otherwise, or for so many milliseconds. */
  down(on: boolean | number): void;
  /** Bearer tokens given out until now answer 401; with a text only that token, or that user's; `false` takes all of it back. */
  expireTokens(what?: boolean | string): void;
  /** Cuts every open log stream. */
  cutLogs(): void;
}

/** Live state of the faults that requests run into. */
export interface FaultState {
  latencyMs: number;
  throttled: boolean;
  down: boolean;
}

/** Destroys connections while the cluster is down, and remembers the open ones to cut them when it goes down. */
export class ConnectionGate {
  readonly #open = new Set<Socket>();
  readonly #state: FaultState;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: NetServer, state: FaultState) {
    this.#state = state;
    server.on('connection', (socket: Socket) => {
      if (state.down) {
        socket.destroy();
        return;
      }
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
  }

  down(on: boolean | number): void {
    clearTimeout(this.#timer);
    this.#state.down = on !== false && on !== 0;
    if (!this.#state.down) return;
    this.cutAll();
    if (typeof on !== 'number') return;
    this.#timer = setTimeout(() => {
      this.#state.down = false;
    }, on);
    this.#timer.unref();
  }

  cutAll(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
