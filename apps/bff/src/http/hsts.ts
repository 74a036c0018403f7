import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import type { Certificate } from '../tls/certificate.ts';

const A_YEAR = 31_536_000;
/** Asked by nobody: a certificate that fails to come back leaves browsers outside for no longer. */
const A_WEEK = 604_800;

interface HstsOptions {
  /** null: as the certificate is */
  readonly wanted: boolean | null;
  /** browsers reach us by https, whoever speaks it */
  readonly https: boolean;
  /** undefined: a proxy speaks TLS, or nobody */
  readonly certificate: () => Certificate | undefined;
  readonly now: () => number;
}

/**
 * Strict-Transport-Security, which takes the way past a certificate's warning from a browser: for a week with a certificate that
 * somebody else has signed, for a year when we are told so (also behind a proxy, whose certificate we do not see). Never with a self-signed one, and never for
 * localhost, whose other ports it would take along.
 */
export function strictTransport({ wanted, https, certificate, now }: HstsOptions): RequestHandler {
  return (request, response, next) => {
    const own = certificate();
    const isProper = own !== undefined && !own.isSelfSigned && now() < own.notAfter;
    const fits = own === undefined ? https && wanted === true : isProper && wanted !== false;
    if (fits && !isLocal(request.headers.host))
      response.setHeader('strict-transport-security', `max-age=${wanted === true ? A_YEAR : A_WEEK}`);
    next();
  };
}

function isLocal(host = ''): boolean {
  const name = host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '');
  return name === '' || /(?:^|\.)localhost$/i.test(name) || isIP(name) !== 0;
}
