import type { Request, RequestHandler, Response } from 'express';
import type { Meters } from './meters.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Measures every request, under the template of the route that served it: addresses hold names. */
export function meterRequests(meters: Meters): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    // every part that holds something for a request listens for its end: ten are a suspicion of Node's, no limit of ours
    response.setMaxListeners(20);
    response.once('close', () => {
      meters.request({
        method: METHODS.has(request.method) ? request.method : 'other',
        route: routeOf(request, response),
        status: response.headersSent ? response.statusCode : 499,
        seconds: (performance.now() - began) / 1000,
      });
    });
    next();
  };
}

function routeOf(request: Request, response: Response): string {
  const { path } = (request.route ?? {}) as { path?: unknown };
  if (typeof path === 'string') return path;
  return response.statusCode < 400 ? 'file' : 'none';
}
