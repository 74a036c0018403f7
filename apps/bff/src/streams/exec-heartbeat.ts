import type { WebSocket } from 'ws';
import type { Clock } from '../live/clock.ts';

/** Proxies and load balancers on the way to an API server cut what is silent for a minute. */
const PING_MS = 20_000;
const DEAD_AFTER_MS = 3 * PING_MS;

/**
 * Keeps a connection to the API server awake while a shell waits for its person, and ends it when the other side is gone without a
 * word. Only of a server that has answered a ping, silence means that: not all do, and a socket that is held back reads none.
 */
export function keepExecAwake(socket: WebSocket, clock: Clock): void {
  let heard = clock.now();
  let answers = false;
  socket.on('message', () => {
    heard = clock.now();
  });
  socket.on('pong', () => {
    answers = true;
    heard = clock.now();
  });
  let cancel = (): void => {};
  const next = (): void => {
    cancel = clock.after(PING_MS, () => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.isPaused) heard = clock.now();
      if (answers && clock.now() - heard >= DEAD_AFTER_MS) {
        socket.terminate();
        return;
      }
      socket.ping();
      next();
    });
  };
  next();
  socket.on('close', () => cancel());
}
