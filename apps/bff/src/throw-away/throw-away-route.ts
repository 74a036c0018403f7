import { throwAwayBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { json, type Request, type Response } from 'express';
import type { SessionHandler } from '../auth/require-session.ts';
import { throwAwayManifest } from './throw-away-manifest.ts';
import type { ThrowAwayPods } from './throw-away-pods.ts';

export interface ThrowAwayRouteOptions {
  readonly pods: ThrowAwayPods;
  /** whether a shell on a node may be had */
  readonly nodeShell: boolean;
  readonly maxSeconds: number;
}

const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const parser = json({ limit: '256kb', type: 'application/json', strict: true });

/** Read after the session was found: nobody else's body is looked at. */
function readBody(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parser(request, response, (error?: unknown) => (error === undefined ? resolve(request.body) : reject(error)));
  });
}

/** POST /api/clusters/{cluster}/throw-away: makes a pod that is deleted when its terminals have ended. */
export function throwAwayRoute({ pods, nodeShell, maxSeconds }: ThrowAwayRouteOptions): SessionHandler {
  return async (request, response, cluster, session) => {
    const body = throwAwayBody.safeParse(await readBody(request, response));
    if (!body.success || !NAMESPACE.test(body.data.namespace))
      throw new ProblemError(problem('qd.request.invalid', 'This is no pod to be made'));
    const { namespace, pod } = body.data;
    const manifest = throwAwayManifest(pod, { namespace, nodeShell, maxSeconds });
    response.status(201).json(await pods.create(cluster, session, namespace, manifest));
  };
}
