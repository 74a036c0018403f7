import { type Problem, type ProblemCode, problem } from './problem.ts';

/** metav1.Status, as far as we read it. */
export interface ApiStatus {
  readonly kind: 'Status';
  readonly status?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  };
}

export function isApiStatus(value: unknown): value is ApiStatus {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'Status';
}

// reason strings: apimachinery pkg/apis/meta/v1/types.go
const BY_REASON = new Map<string, ProblemCode>([
  ['Unauthorized', 'qd.api.unauthorized'],
  ['Forbidden', 'qd.api.forbidden'],
  ['NotFound', 'qd.api.not-found'],
  ['AlreadyExists', 'qd.api.already-exists'],
  ['Conflict', 'qd.api.conflict'],
  ['Gone', 'qd.api.gone'],
  ['Expired', 'qd.api.gone'],
  ['Invalid', 'qd.api.invalid'],
  ['BadRequest', 'qd.api.bad-request'],
  ['MethodNotAllowed', 'qd.request.method-refused'],
  ['NotAcceptable', 'qd.api.not-acceptable'],
  ['TooManyRequests', 'qd.api.too-many-requests'],
  ['Timeout', 'qd.cluster.timeout'],
  ['ServerTimeout', 'qd.api.unavailable'],
  ['ServiceUnavailable', 'qd.api.unavailable'],
  ['InternalError', 'qd.api.internal'],
]);

const BY_CODE = new Map<number, ProblemCode>([
  [400, 'qd.api.bad-request'],
  [401, 'qd.api.unauthorized'],
  [403, 'qd.api.forbidden'],
  [404, 'qd.api.not-found'],
  [405, 'qd.request.method-refused'],
  [406, 'qd.api.not-acceptable'],
  [409, 'qd.api.conflict'],
  [410, 'qd.api.gone'],
  [413, 'qd.request.too-large'],
  [422, 'qd.api.invalid'],
  [429, 'qd.api.too-many-requests'],
  [500, 'qd.api.internal'],
  [502, 'qd.cluster.bad-answer'],
  [503, 'qd.api.unavailable'],
  [504, 'qd.cluster.timeout'],
]);

/** The Problem of an API server's answer: by the Status' reason, else by the HTTP status code. */
export function problemOfStatus(httpStatus: number, body: unknown): Problem {
  const status = isApiStatus(body) ? body : undefined;
  const code: ProblemCode =
    BY_REASON.get(status?.reason ?? '') ?? BY_CODE.get(status?.code ?? httpStatus) ?? 'qd.api.failed';
  const details = status?.details;
  // any aggregated server may have written it: what is not of the documented type does not travel on
  const asked = details?.retryAfterSeconds;
  const params: Record<string, string | number> = { httpStatus };
  if (details?.name) params['name'] = String(details.name);
  if (details?.kind) params['resource'] = details.group ? `${details.kind}.${details.group}` : String(details.kind);
  const message = typeof body === 'string' ? body.slice(0, 500) : status?.message;
  return problem(code, `The API server answered ${httpStatus}`, {
    ...(typeof message === 'string' && message ? { detail: message } : {}),
    params,
    ...(typeof asked === 'number' && asked > 0 ? { retryAfterSeconds: asked } : {}),
  });
}
