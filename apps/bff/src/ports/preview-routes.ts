import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Logger } from 'pino';
import type { SessionHandler } from '../auth/require-session.ts';
import type { Session } from '../auth/session.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import { proxyRefusal } from './preview-access.ts';
import { readPreviewTarget } from './preview-target.ts';
import type { Previews } from './previews.ts';

export interface PreviewRoutesOptions {
  /** null: turned off */
  readonly previews: Previews | null;
  readonly log: Logger;
}

type PreviewRoute = readonly [method: 'get' | 'post' | 'delete', path: string, handler: SessionHandler];

/** What is below /api/clusters/{cluster}: the open ports of a session. */
export function previewRoutes({ previews, log }: PreviewRoutesOptions): readonly PreviewRoute[] {
  const on = (): Previews => {
    if (previews === null) throw new ProblemError(problem('qd.ports.off', 'Opening ports is turned off'));
    return previews;
  };
  const note = (action: string, { user, actor }: Session, facts: object) =>
    log.info({ action, user: user.name, ...(actor ? { actor: actor.user.name } : {}), ...facts }, action);
  return [
    [
      'get',
      'ports',
      (_request, response, cluster, session) => {
        response.json(on().list(cluster, session));
      },
    ],
    [
      'post',
      'ports',
      async (request, response, cluster, session) => {
        const opened = on();
        const target = readPreviewTarget(await readJsonBody(request, response));
        const refusal = await proxyRefusal(cluster, session, target);
        if (refusal !== null) throw new ProblemError(refusal);
        const visit = opened.open(cluster, session, target);
        note('ports.open', session, { cluster: cluster.name, ...target });
        response.status(201).json(visit);
      },
    ],
    [
      'post',
      'ports/:id/visit',
      (request, response, cluster, session) => {
        response.json(on().visit(cluster, session, String(request.params['id'])));
      },
    ],
    [
      'delete',
      'ports/:id',
      (request, response, cluster, session) => {
        on().stop(cluster, session, String(request.params['id']));
        note('ports.stop', session, { cluster: cluster.name });
        response.status(204).end();
      },
    ],
  ];
}
