import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { requestIdOf } from '../telemetry/request-log.ts';

/** The Problem of whatever was thrown; undefined when it is a fault of ours. */
function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
  if (status === 413 || type === 'entity.too.large')
    return problem('qd.request.too-large', 'The request body is over the limit');
  // express and its body parser mark what the client did wrong by 4xx
  if (typeof status === 'number' && status >= 400 && status < 500)
    return problem('qd.request.invalid', 'The request could not be read');
  return undefined;
}

/** Every failure as application/problem+json (RFC 9457), without a stack; what we did not foresee is logged. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    // the browser left: nobody is there to be told
    if (response.destroyed || response.writableEnded) return;
    let answer = problemOf(error);
    const requestId = requestIdOf(request);
    if (!answer) {
      log.error({ err: error, requestId, method: request.method }, 'unexpected failure');
      answer = problem('qd.internal', 'Something went wrong in Quarterdeck', { params: { requestId } });
    }
    if (response.headersSent) {
      // a half answer must not look like a whole one
      response.destroy();
      return;
    }
    if (answer.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(answer.retryAfterSeconds));
    response
      .status(answer.status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...answer, requestId }));
  };
}
