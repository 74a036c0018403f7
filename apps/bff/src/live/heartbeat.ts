import type { WebSocket } from 'ws';
import type { Clock } from './clock.ts';

export const HEARTBEAT_MS = 15_000;
/** Three beats missed: a hidden tab's scripts may sleep, but its browser still answers pings. */
const DEAD_AFTER_MS = 3 * HEARTBEAT_MS;

/** Pings the peer and calls `beat` every 15 s; terminates the socket when nothing was heard for three beats. */
export function keepAlive(ws: WebSocket, clock: Clock, beat: () => void = () => {}): void {
  let heard = clock.now();
  const listen = (): void => {
    heard = clock.now();
  };
  ws.on('message', listen);
  ws.on('pong', listen);
  let cancel = (): void => {};
  const next = (): void => {
    cancel = clock.after(HEARTBEAT_MS, () => {
      if (ws.readyState !== ws.OPEN) return;
      if (clock.now() - heard >= DEAD_AFTER_MS) {
        ws.terminate();
        return;
      }
      ws.ping();
      beat();
      next();
    });
  };
  next();
  ws.on('close', () => cancel());
}
