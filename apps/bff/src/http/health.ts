import { Router } from 'express';

/**
 * /healthz: the process answers. /readyz: it takes new work. Neither asks an API server: one that is down must not take the
 * dashboard of all the others away.
 */
export function healthRoutes(isReady: () => boolean): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/healthz', (_request, response) => {
    response.type('text/plain').set('cache-control', 'no-store').send('ok');
  });
  router.get('/readyz', (_request, response) => {
    const ready = isReady();
    response
      .status(ready ? 200 : 503)
      .type('text/plain')
      .set('cache-control', 'no-store')
      .send(ready ? 'ok' : 'shutting down');
  });
  return router;
}
