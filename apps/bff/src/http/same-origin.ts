import type { IncomingHttpHeaders } from 'node:http';
import { REQUESTED_BY_HEADER } from '@quarterdeck/shared/bff-api';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import type { RequestHandler } from 'express';
import type { Origins } from './origins.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Refuses what a page of another origin made the browser send. Sec-Fetch-Site is missing on plain http, so Origin decides
 * for unsafe methods; "same-site" is a sibling's page and refused as well (CVE-2026-44514).
 */
function checkSameOrigin(method: string, headers: IncomingHttpHeaders, origins: Origins): Problem | undefined {
  const { origin, 'sec-fetch-site': site } = headers;
  const crossOrigin = refusal('This request comes from another origin', origins);
  if (!origins.allowsHost(headers.host)) return crossOrigin;
  if (SAFE_METHODS.has(method)) {
    const siteFits = site === undefined || site === 'same-origin' || site === 'none';
    return siteFits && (origin === undefined || origins.has(origin)) ? undefined : crossOrigin;
  }
  if (!origins.has(origin) || (site !== undefined && site !== 'same-origin')) return crossOrigin;
  // a plain form cannot set it, and a script elsewhere would need a preflight that nobody answers
  if (headers[REQUESTED_BY_HEADER] !== '1')
    return problem('qd.request.csrf', 'The request lacks the header of our own pages', {
      params: { header: REQUESTED_BY_HEADER },
    });
  return undefined;
}

/** The same for an upgrade, which is a GET that no browser marks as safe: Origin must be there (CVE-2021-44458). */
export function checkUpgradeOrigin(headers: IncomingHttpHeaders, origins: Origins): Problem | undefined {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origins.has(origin) && (site === undefined || site === 'same-origin')) return undefined;
  return refusal('This connection comes from another origin', origins);
}

/** Says where we are at home: most often it is a person who came by an address that is not configured. */
function refusal(title: string, { addresses }: Origins): Problem {
  return problem('qd.request.cross-origin', title, { params: { addresses: addresses.join(', ') } });
}

export function requireSameOrigin(origins: Origins): RequestHandler {
  return (request, _response, next) => {
    const fault = checkSameOrigin(request.method, request.headers, origins);
    next(fault ? new ProblemError(fault) : undefined);
  };
}
