import type { RequestListener } from 'node:http';
import type { Origins } from '../http/origins.ts';

/** What a load balancer or a kubelet asks must not look well because of a redirect. */
const PROBES = new Set(['/healthz', '/readyz']);

/**
 * For who speaks plain HTTP to the port of HTTPS: a person's browser is sent to the right address, everything else is told. A proxy is not
 * redirected, it would send its browser in circles; nor is a program, which would go on so for ever, each time in the clear first.
 */
export function plainAnswer(origins: Origins): RequestListener {
  return ({ method, url = '', headers }, response) => {
    const here = `https://${headers.host ?? ''}`;
    const origin = origins.has(here) ? here : origins.first;
    const target = /^\/(?!\/)[\x21-\x7e]*$/.test(url) ? url : '/';
    const isPerson =
      (method === 'GET' || method === 'HEAD') &&
      (/\btext\/html\b/i.test(headers.accept ?? '') || headers['upgrade-insecure-requests'] !== undefined) &&
      headers.via === undefined &&
      headers.forwarded === undefined &&
      headers['x-forwarded-for'] === undefined &&
      !PROBES.has(target.split('?', 1)[0] ?? '');
    response.writeHead(isPerson ? 308 : 400, {
      ...(isPerson ? { location: origin + target } : {}),
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
    response.end(
      `This port speaks HTTPS: ${origin}${isPerson ? '' : '\nA proxy or a probe must speak HTTPS to it, or Quarterdeck be started with QUARTERDECK_TLS=0.'}\n`,
    );
  };
}
