/** An answer of the HTTP layer below the API, in plain text: nobody is registered for a path, or an aggregated server is away. */
export class PlainAnswer extends Error {
  readonly code: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: number, text: string, retryAfterSeconds?: number) {
    super(text);
    this.name = 'PlainAnswer';
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A path under /apis/ whose group nobody serves. */
export const pageNotFound = () => new PlainAnswer(404, '404 page not found');

/** The aggregator has nobody to pass the request on to. */
export const serviceUnavailable = () => new PlainAnswer(503, 'service unavailable');

/** API Priority and Fairness has no seat for the request. */
export const tooManyRequests = () => new PlainAnswer(429, 'Too many requests, please try again later.', 1);
