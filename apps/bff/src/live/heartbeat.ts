import type { Clock } from './clock.ts';

export const HEARTBEAT_MS = 15_000;
/** Three beats missed: a hidden tab's scripts may sleep, but its browser still answers pings. */
const DEAD_AFTER_MS = 3 * HEARTBEAT_MS;
/** A ping stands behind what was sent before it: a peer that takes it slowly is not silent yet. What waits is bounded. */
const SLOW_DEAD_AFTER_MS = 4 * DEAD_AFTER_MS;
/** Whoever wakes up so late has slept itself, and what came in meanwhile has not been read yet. */
const OVERSLEPT_MS = 5_000;

/** The part of a WebSocket that is used. */
interface PingedSocket {
  readonly OPEN: number;
  readonly readyState: number;
  readonly bufferedAmount: number;
  on(event: 'message' | 'pong' | 'close', run: () => void): unknown;
  ping(): void;
  terminate(): void;
}

/** Pings the peer and calls `beat` every 15 s; terminates the socket when nothing was heard for three beats. */
export function keepAlive(ws: PingedSocket, clock: Clock, beat: () => void = () => {}): void {
  let heard = clock.now();
  const listen = (): void => {
    heard = clock.now();
  };
  ws.on('message', listen);
  ws.on('pong', listen);
  let cancel = (): void => {};
  const next = (): void => {
    const due = clock.now() + HEARTBEAT_MS;
    cancel = clock.after(HEARTBEAT_MS, () => {
      if (ws.readyState !== ws.OPEN) return;
      const now = clock.now();
      if (now - due > OVERSLEPT_MS) heard = Math.max(heard, now - HEARTBEAT_MS);
      if (now - heard >= (ws.bufferedAmount > 0 ? SLOW_DEAD_AFTER_MS : DEAD_AFTER_MS)) {
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
