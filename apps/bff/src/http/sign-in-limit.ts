import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';

const WINDOW_MS = 60_000;

/** Failed sign-ins that one address may make in a minute. */
export const FAILED_SIGN_INS_PER_MINUTE = 30;

/** Slows down whoever tries tokens or keys; sign-ins that succeed do not count. */
export function limitSignIns(limit: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    skipSuccessfulRequests: true,
    standardHeaders: false,
    legacyHeaders: false,
    // which forwarded headers count is configured (trust proxy); others are anybody's, and no reason to complain in the log
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, _response, next) =>
      next(
        new ProblemError(
          problem('qd.session.too-many-attempts', 'Too many failed sign-ins from this address', {
            retryAfterSeconds: WINDOW_MS / 1000,
          }),
        ),
      ),
  });
}
