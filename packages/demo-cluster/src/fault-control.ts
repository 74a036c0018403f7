import type { IncomingMessage } from 'node:http';
import { FAULTS_PATH, type Faults } from './faults.ts';
import { mediaTypeOf, parseObject, readBody } from './http/body.ts';
import type { PathHandler } from './http/paths.ts';
import { sendJson } from './http/send.ts';
import { isJsonObject } from './json-value.ts';
import { badRequest, methodNotAllowed, StatusError } from './status-error.ts';

type Control = (faults: Faults, value: unknown) => void;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** Faults by the name that a request gives; a value of the wrong type is refused. */
const CONTROLS: Readonly<Record<string, Control>> = {
  dropWatches: (faults) => faults.dropWatches(),
  gone: (faults) => faults.gone(),
  silence: (faults, value) => faults.silence(flag(value)),
  slowWatch: (faults, value) => faults.slowWatch(milliseconds(value)),
  latency: (faults, value) => faults.latency(milliseconds(value)),
  throttle: (faults, value) => faults.throttle(flag(value)),
  noWatchList: (faults, value) => faults.noWatchList(flag(value)),
  errors: (faults, value) => {
    const { share, path = '' } = isJsonObject(value) ? value : { share: value };
    if (!isNumber(share) || share > 1 || typeof path !== 'string')
      throw badRequest('value must be a share from 0 to 1, or {"share": 0.5, "path": "/api/v1/pods"}');
    faults.errors(share, path);
  },
  // over HTTP nobody could say that it is over, so it needs an end
  down: (faults, value) => faults.down(milliseconds(value)),
  restart: (faults, value = 'kept') => {
    if (value !== 'kept' && value !== 'lost') throw badRequest('value must be "kept" or "lost"');
    faults.restart(value);
  },
  expireTokens: (faults, value) => faults.expireTokens(typeof value === 'string' ? value : flag(value)),
  cutLogs: (faults) => faults.cutLogs(),
  apiAway: (faults, value) => {
    const { name, away = true } = isJsonObject(value) ? value : { name: value };
    if (typeof name !== 'string' || typeof away !== 'boolean')
      throw badRequest('value must be the name of an APIService, or {"name": "v1beta1.metrics.k8s.io", "away": false}');
    faults.apiAway(name, away);
  },
};

function flag(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value === 'boolean') return value;
  throw badRequest('value must be true or false');
}

function milliseconds(value: unknown): number {
  if (!isNumber(value)) throw badRequest('value must be milliseconds');
  return value;
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
const LOCAL_HOST = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i;

/** Only this machine, and under a name of it: a page in a browser that was sent to another name cannot get here. */
const isLocal = ({ socket, headers }: IncomingMessage) =>
  LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_HOST.test(headers.host ?? '');

/** Answers POST /demo/faults {"name", "value"}. RBAC has already made sure that only an admin gets here. */
export function controlFaults(faults: Faults): PathHandler {
  return async (request, _user, req, res) => {
    if (request.path !== FAULTS_PATH) return false;
    if (!isLocal(req)) throw new StatusError(403, 'Forbidden', 'faults are controlled from the same machine only', {});
    if (request.method !== 'POST') throw methodNotAllowed();
    const { name, value } = parseObject(await readBody(req), mediaTypeOf(req));
    const control = typeof name === 'string' && Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined;
    if (!control) throw badRequest(`name must be one of ${Object.keys(CONTROLS).join(', ')}`);
    control(faults, value);
    // a restart cuts this connection too
    if (!res.destroyed) await sendJson(res, 200, { name, value: value ?? null });
    return true;
  };
}
