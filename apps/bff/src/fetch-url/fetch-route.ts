import { fetchUrlBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { SessionHandler } from '../auth/require-session.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import { fetchError } from './fetch-error.ts';
import { type FetchTextOptions, fetchText } from './fetch-text.ts';

/** Fetches of one session at a time, and of all sessions. */
const MAX_PER_SESSION = 2;
const MAX_TOGETHER = 20;

/** POST /api/clusters/{cluster}/fetch-url: a manifest from the public Internet, as text. The person's credential stays here. */
export function fetchUrlRoute(options: FetchTextOptions): SessionHandler {
  const open = new Map<string, number>();
  let together = 0;
  return async (request, response, _cluster, { id }) => {
    if (options.allowedHosts.length === 0) throw fetchError('qd.fetch.off', 'Fetching by address is turned off');
    const body = fetchUrlBody.safeParse(await readJsonBody(request, response));
    if (!body.success) throw new ProblemError(problem('qd.request.invalid', 'This is no address to fetch'));
    const own = open.get(id) ?? 0;
    if (own >= MAX_PER_SESSION || together >= MAX_TOGETHER)
      throw new ProblemError(problem('qd.request.too-many', 'Too many addresses are fetched at once'));
    open.set(id, own + 1);
    together += 1;
    try {
      response.json(await fetchText(body.data.url, options));
    } finally {
      together -= 1;
      const left = (open.get(id) ?? 1) - 1;
      if (left > 0) open.set(id, left);
      else open.delete(id);
    }
  };
}
