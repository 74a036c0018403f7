import type { LiveClock } from '../live/live-clock.ts';
import type { OpenSocket, SocketEvents } from './stream-socket.ts';

const SILENT: SocketEvents = { open() {}, text() {}, binary() {}, closed() {} };

/** A socket for tests: holds what was sent, and says what the test tells it to. */
export class FakeSocket {
  readonly path: string;
  readonly #events: SocketEvents;
  readonly sent: (string | Uint8Array)[] = [];
  closedByClient = false;

  constructor(path: string, events: SocketEvents) {
    this.path = path;
    this.#events = events;
  }

  /** as with a true socket, nothing follows once the client has closed it */
  get events(): SocketEvents {
    return this.closedByClient ? SILENT : this.#events;
  }

  /** the JSON frames that were sent */
  get frames(): unknown[] {
    return this.sent.filter((data) => typeof data === 'string').map((data) => JSON.parse(data));
  }

  say(frame: unknown): void {
    this.events.text(JSON.stringify(frame));
  }
}

/** Sockets and timers under the test's hand. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];
  readonly timers: { run: () => void; ms: number }[] = [];

  readonly open: OpenSocket = (path, events) => {
    const socket = new FakeSocket(path, events);
    this.sockets.push(socket);
    return {
      send: (data) => socket.sent.push(data),
      close: () => {
        socket.closedByClient = true;
      },
    };
  };

  readonly clock: LiveClock = {
    now: () => 0,
    after: (ms, run) => {
      const timer = { run, ms };
      this.timers.push(timer);
      return () => {
        const at = this.timers.indexOf(timer);
        if (at >= 0) this.timers.splice(at, 1);
      };
    },
  };

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('No socket was opened');
    return socket;
  }

  /** Lets the next timer run out. */
  tick(): void {
    const timer = this.timers.shift();
    if (timer === undefined) throw new Error('No timer waits');
    timer.run();
  }
}
