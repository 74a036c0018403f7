import { type OidcStart, oidcStartBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { type RequestHandler, type Response, Router } from 'express';
import { findCluster } from '../../clusters/find-cluster.ts';
import { tracedCluster } from '../../clusters/traced-cluster.ts';
import type { Origins } from '../../http/origins.ts';
import { readJsonBody } from '../../http/read-json-body.ts';
import { whence } from '../../telemetry/audit-log.ts';
import { requestIdOf } from '../../telemetry/request-log.ts';
import { noteRefusal, noteSignIn, type SessionRoutesOptions } from '../session-routes.ts';
import { signIn } from '../sign-in.ts';
import { CALLBACK_PATH } from './oidc-logins.ts';

const FINISH_PATH = '/oidc/finish';
/** RFC 6749 §4.1.2, RFC 9207; whatever else a provider adds is not ours to pass on */
const ANSWER_FIELDS = ['code', 'state', 'iss', 'error', 'error_description'] as const;
const MAX_FIELD = 4096;

/** POST /api/clusters/{cluster}/oidc/{provider}: where the browser goes to sign in. */
export function oidcStartRoute(options: SessionRoutesOptions & { readonly origins: Origins }): RequestHandler {
  return async (request, response) => {
    const cluster = findCluster(options.clusters, request.params['cluster']);
    const body = oidcStartBody.safeParse(await readJsonBody(request, response));
    const { origin } = request.headers;
    // an unsafe request has passed the same-origin check: its Origin is one of ours
    if (!body.success || origin === undefined || !options.origins.has(origin))
      throw new ProblemError(problem('qd.request.invalid', 'This is no way to sign in'));
    const { url, setCookie } = await options.oidc.begin({
      provider: String(request.params['provider']),
      cluster: cluster.name,
      origin,
      next: safeNext(body.data.next),
      mode: body.data.mode ?? 'replace',
    });
    response.append('set-cookie', setCookie);
    response.json({ url } satisfies OidcStart);
  };
}

/**
 * The way back. The provider's redirect is a cross-site request, which carries no Strict cookie: the callback only sends the browser on,
 * from a page of ours, to where the sign-in is finished with the accounts that the browser already has.
 */
export function oidcRoutes(options: SessionRoutesOptions, limit: RequestHandler, basePath: string): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const sendOn = (response: Response, status: number, path: string) => sendPage(response, status, basePath + path);
  router.get(CALLBACK_PATH, (request, response) => {
    sendOn(response, 200, `${FINISH_PATH}?${answerIn(request.originalUrl)}`);
  });
  router.get(FINISH_PATH, limit, async (request, response) => {
    const site = request.headers['sec-fetch-site'];
    const answer = answerIn(request.originalUrl);
    const state = answer.get('state') ?? '';
    const fromUs = site === undefined || site === 'same-origin' || site === 'none';
    const found = fromUs && state !== '' ? await options.oidc.find(state, request.headers.cookie) : undefined;
    if (!found) {
      // somebody else's answer, or one that was used before: login CSRF (CVE-2024-6508)
      const reason = 'qd.session.oidc-state';
      options.audit.note({ event: 'sign-in', result: 'refused', user: null, ...whence(request), by: 'oidc', reason });
      sendOn(response, 400, `/sign-in?fault=${reason}`);
      return;
    }
    response.append('set-cookie', options.oidc.clear(state));
    try {
      const cluster = tracedCluster(findCluster(options.clusters, found.cluster), requestIdOf(request));
      await noteRefusal(options, request, cluster.name, 'oidc', async () => {
        const claim = await options.oidc.finish(found, answer);
        const facts = await signIn(cluster, claim, options.clock);
        const opened = await options.store.open(facts, request.headers.cookie, { mode: found.mode });
        noteSignIn(options.audit, request, opened.session, found.mode);
        for (const line of opened.setCookie) response.append('set-cookie', line);
        sendOn(response, 200, found.next ?? `/clusters/${encodeURIComponent(cluster.name)}`);
      });
    } catch (error) {
      const { code, status } = error instanceof ProblemError ? error.problem : { code: 'qd.internal', status: 500 };
      const search = new URLSearchParams({ cluster: found.cluster, fault: code });
      // the next attempt goes where this one would have gone
      if (found.next !== null) search.set('next', found.next);
      if (found.mode !== 'replace') search.set('mode', found.mode);
      sendOn(response, status, `/sign-in?${search}`);
    }
  });
  return router;
}

function answerIn(target: string): URLSearchParams {
  const given = new URLSearchParams(target.split('?', 2)[1] ?? '');
  const answer = new URLSearchParams();
  for (const field of ANSWER_FIELDS) {
    const values = given.getAll(field);
    // twice is nobody's honest answer
    if (values.length === 1 && values[0] !== undefined && values[0].length <= MAX_FIELD) answer.set(field, values[0]);
  }
  return answer;
}

/** A page of ours that goes on at once: by now a request of the same site, so that every cookie travels. No script. */
function sendPage(response: Response, status: number, path: string): void {
  const url = path.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  response
    .status(status)
    .setHeader('cache-control', 'no-store')
    .type('html')
    .send(
      `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${url}"><title>Quarterdeck</title><a href="${url}">Quarterdeck</a>`,
    );
}

/** Only addresses within the app are followed afterwards. */
function safeNext(next: string | undefined): string | null {
  return next !== undefined && /^\/clusters\/[^\\\p{Cc}]*$/u.test(next) ? next : null;
}
