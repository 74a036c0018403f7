import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Origins } from './origins.ts';

/** Headers of every answer: a policy under which only our own files run, in no other site's frame. */
export function securityHeaders(origins: Origins): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        // xterm, CodeMirror and the virtual lists place things by style attributes
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'", () => origins.socketSources().join(' ')],
        'font-src': ["'self'"],
        'worker-src': ["'self'"],
        'manifest-src': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // http/hsts.ts: only a certificate tells
    strictTransportSecurity: false,
  });
}
