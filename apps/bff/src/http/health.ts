import { Router } from 'express';

/** By name: what a process that takes new work has; null: it has it, else what is wrong. */
type ReadyChecks = () => Readonly<Record<string, string | null>>;

/**
 * /healthz: the process answers. /readyz: it takes new work; "?verbose" lists what was looked at. Neither asks an API server: one that
 * is down must not take the dashboard of all the others away, and restarts of ours do not mend it. A list says by itself that
 * its cluster does not answer.
 */
export function healthRoutes(checks: ReadyChecks): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/healthz', (_request, response) => {
    response.type('text/plain').set('cache-control', 'no-store').send('ok');
  });
  router.get('/readyz', (request, response) => {
    const found = Object.entries(checks());
    const wrong = found.flatMap(([, fault]) => fault ?? []);
    const lines = found.map(([name, fault]) => (fault === null ? `[+]${name} ok` : `[-]${name} failed: ${fault}`));
    const verbose = /[?&]verbose(?:[=&]|$)/.test(request.url);
    response
      .status(wrong.length === 0 ? 200 : 503)
      .type('text/plain')
      .set('cache-control', 'no-store')
      .send(verbose ? `${lines.join('\n')}\n` : wrong.join(', ') || 'ok');
  });
  return router;
}
