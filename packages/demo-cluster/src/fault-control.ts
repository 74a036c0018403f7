import type { IncomingMessage, ServerResponse } from 'node:http';
import type { User } from './auth/tokens.ts';
import type { Faults } from './faults.ts';
import type { ApiRequest } from './http/api-request.ts';
import { mediaTypeOf, parseObject, readBody } from './http/body.ts';
import { sendJson } from './http/send.ts';
import { badRequest, methodNotAllowed } from './status-error.ts';

type Control = (faults: Faults, value: unknown) => void;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** Faults by the name that a request gives; a value of the wrong type is refused. */
const CONTROLS: Readonly<Record<string, Control>> = {
  dropWatches: (faults) => faults.dropWatches(),
  gone: (faults) => faults.gone(),
  silence: (faults, value) => faults.silence(flag(value)),
  latency: (faults, value) => {
    if (!isNumber(value)) throw badRequest('value must be milliseconds');
    faults.latency(value);
  },
  throttle: (faults, value) => faults.throttle(flag(value)),
  // over HTTP nobody could say that it is over, so it needs an end
  down: (faults, value) => {
    if (!isNumber(value)) throw badRequest('value must be milliseconds');
    faults.down(value);
  },
  expireTokens: (faults, value) => faults.expireTokens(typeof value === 'string' ? value : flag(value)),
  cutLogs: (faults) => faults.cutLogs(),
};

function flag(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value === 'boolean') return value;
  throw badRequest('value must be true or false');
}

/** Answers POST /demo/faults {"name", "value"}. RBAC has already made sure that only an admin gets here. */
export function controlFaults(faults: Faults) {
  return async (request: ApiRequest, _user: User, req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    if (request.path !== '/demo/faults') return false;
    if (request.method !== 'POST') throw methodNotAllowed();
    const { name, value } = parseObject(await readBody(req), mediaTypeOf(req));
    const control = typeof name === 'string' && Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined;
    if (!control) throw badRequest(`name must be one of ${Object.keys(CONTROLS).join(', ')}`);
    control(faults, value);
    await sendJson(res, 200, { name, value: value ?? null });
    return true;
  };
}
