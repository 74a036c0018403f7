import type { IncomingMessage, ServerResponse } from 'node:http';
import type { User } from '../auth/tokens.ts';
import type { Registry } from '../resources/registry.ts';
import { methodNotAllowed, noSuchPath } from '../status-error.ts';
import type { ApiRequest } from './api-request.ts';
import { answerDiscovery, VERSION } from './discovery.ts';
import { HEALTH_PATHS, healthText } from './health.ts';
import { pageNotFound } from './plain-answer.ts';
import { sendJson, sendText } from './send.ts';

/** Answers some paths that are no resources; false when the path is none of them. */
export type PathHandler = (
  request: ApiRequest,
  user: User,
  req: IncomingMessage,
  res: ServerResponse,
) => Promise<boolean>;

const OTHER_PATHS = ['/openapi/v2', '/openapi/v3', '/version'];

function allPaths(registry: Registry): string[] {
  const groups = registry.groups().filter((group) => group !== '');
  const apis = groups.flatMap((group) => [
    `/apis/${group}`,
    ...registry.versions(group).map((version) => `/apis/${group}/${version}`),
  ]);
  return ['/api', '/api/v1', '/apis', '/apis/', ...apis, ...HEALTH_PATHS, ...OTHER_PATHS].sort();
}

/** Paths that are no resources: discovery, health, the version, and the list of all paths for what is none of them. */
export function answerPaths(registry: Registry): PathHandler {
  return async ({ path, method, query }, _user, req, res) => {
    const health = healthText(path, query);
    if (health !== undefined) {
      sendText(res, 200, health);
      return true;
    }
    const known = /^\/(api|apis|version)(\/|$)/.test(path);
    if (known && method !== 'GET') throw methodNotAllowed();
    if (path === '/version' || path === '/version/') await sendJson(res, 200, VERSION);
    else if (await answerDiscovery(registry, path, req, res)) return true;
    else if (isUnknownGroup(registry, path)) throw pageNotFound();
    else if (known) throw noSuchPath();
    else await sendJson(res, path === '/' ? 200 : 404, { paths: allPaths(registry) });
    return true;
  };
}

/** Of the groups, only the built-in ones have somebody who says in JSON what is not there. */
export function isUnknownGroup(registry: Registry, path: string): boolean {
  const [root, group = ''] = path.split('/').filter((part) => part !== '');
  return root === 'apis' && group !== '' && !registry.isBuiltIn(group);
}
