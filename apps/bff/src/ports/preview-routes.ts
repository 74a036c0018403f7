import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { SessionHandler } from '../auth/require-session.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import { type AuditLog, whence } from '../telemetry/audit-log.ts';
import { proxyRefusal } from './preview-access.ts';
import { readPreviewTarget } from './preview-target.ts';
import type { Previews } from './previews.ts';

export interface PreviewRoutesOptions {
  /** null: turned off */
  readonly previews: Previews | null;
  readonly audit: AuditLog;
}

type PreviewRoute = readonly [method: 'get' | 'post' | 'delete', path: string, handler: SessionHandler];

/** What is below /api/clusters/{cluster}: the open ports of a session. */
export function previewRoutes({ previews, audit }: PreviewRoutesOptions): readonly PreviewRoute[] {
  const on = (): Previews => {
    if (previews === null) throw new ProblemError(problem('qd.ports.off', 'Opening ports is turned off'));
    return previews;
  };
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
        const from = whence(request);
        const facts = { ...target, ...from };
        try {
          const refusal = await proxyRefusal(cluster, session, target);
          if (refusal !== null) throw new ProblemError(refusal);
          response.status(201).json(opened.open(cluster, session, target, from));
          audit.did(session, 'ports.open', 'ok', facts);
        } catch (error) {
          audit.didNot(session, 'ports.open', error, facts);
          throw error;
        }
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
        on().stop(cluster, session, String(request.params['id']), whence(request));
        response.status(204).end();
      },
    ],
  ];
}
