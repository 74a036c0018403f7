import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { Clock } from '../live/clock.ts';

const BODY_MS = 300_000;
const lifts = new WeakMap<IncomingMessage, () => void>();

/**
 * Ends a connection whose request does not come to its end within five minutes. Node's own limit is the same for every request, and
 * would cut a large upload over a slow line.
 */
export function bodyDeadline(clock: Clock): RequestHandler {
  return (request, _response, next) => {
    const lift = clock.after(BODY_MS, () => {
      if (!request.complete) request.destroy();
    });
    lifts.set(request, lift);
    request.once('close', lift);
    next();
  };
}

/** For a request that may take its time: to be called once it is known who sends it. */
export function liftBodyDeadline(request: IncomingMessage): void {
  lifts.get(request)?.();
}
