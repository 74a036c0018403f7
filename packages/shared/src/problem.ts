/**
 * The catalogue of problems. Every failure that reaches a person has one of these codes; what happened, why and what to do
 * is said in the person's language by the web app (i18n namespace "problems", keyed by code). Codes are stable.
 */

/** code → HTTP status that the BFF answers with */
export const PROBLEMS = {
  // signing in and sessions
  'qd.session.required': 401,
  'qd.session.expired': 401,
  'qd.session.token-rejected': 401,
  'qd.session.token-malformed': 400,
  'qd.session.token-expired': 401,
  'qd.session.credential-too-large': 400,
  'qd.session.login-unknown': 404,
  'qd.session.local-key-wrong': 403,
  'qd.session.too-many-attempts': 429,
  'qd.session.switched': 409,
  'qd.session.account-unknown': 404,
  'qd.session.too-many-accounts': 409,
  'qd.session.kubeconfig-cluster': 403,
  'qd.session.kubeconfig-empty': 400,
  'qd.session.certificate-invalid': 400,
  'qd.session.certificate-expired': 401,
  'qd.session.proxy-silent': 403,
  'qd.session.plugin-failed': 502,
  'qd.session.oidc-refused': 401,
  'qd.session.oidc-state': 400,
  'qd.session.oidc-unreachable': 502,
  'qd.session.oidc-untrusted': 403,
  // the request itself
  'qd.request.invalid': 400,
  'qd.request.cross-origin': 403,
  'qd.request.csrf': 403,
  'qd.request.path-refused': 400,
  'qd.request.too-large': 413,
  'qd.request.not-found': 404,
  'qd.request.method-refused': 405,
  'qd.request.too-many': 429,
  // clusters
  'qd.cluster.unknown': 404,
  'qd.cluster.unreachable': 502,
  'qd.cluster.timeout': 504,
  'qd.cluster.tls': 502,
  'qd.cluster.bad-answer': 502,
  // the API server's answers (metav1.Status)
  'qd.api.unauthorized': 401,
  'qd.api.forbidden': 403,
  'qd.api.not-found': 404,
  'qd.api.conflict': 409,
  'qd.api.already-exists': 409,
  'qd.api.invalid': 422,
  'qd.api.bad-request': 400,
  'qd.api.gone': 410,
  'qd.api.too-many-requests': 429,
  'qd.api.eviction-refused': 429,
  'qd.api.unavailable': 503,
  'qd.api.not-acceptable': 406,
  'qd.api.internal': 500,
  'qd.api.failed': 502,
  // live rows
  'qd.live.query-invalid': 400,
  'qd.live.too-many-subscriptions': 429,
  'qd.live.resource-unknown': 404,
  'qd.live.not-watchable': 405,
  'qd.live.disconnected': 503,
  // terminals and logs
  'qd.terminal.no-shell': 422,
  'qd.terminal.container-not-running': 409,
  'qd.terminal.session-unknown': 404,
  'qd.terminal.other-replica': 503,
  'qd.terminal.server-ended': 503,
  'qd.terminal.idle': 408,
  'qd.terminal.too-many': 429,
  'qd.terminal.upstream-refused': 502,
  'qd.terminal.lost': 502,
  'qd.log.container-waiting': 409,
  'qd.log.no-previous': 404,
  'qd.log.lost': 502,
  'qd.log.too-many': 429,
  // commands without a terminal, pods that are thrown away
  'qd.run.command-missing': 422,
  'qd.run.timeout': 504,
  'qd.run.too-much-output': 413,
  'qd.run.lost': 502,
  'qd.run.refused': 502,
  'qd.throw-away.node-shell-off': 403,
  // manifests fetched by address
  'qd.fetch.off': 403,
  'qd.fetch.url-refused': 400,
  'qd.fetch.host-refused': 403,
  'qd.fetch.address-refused': 400,
  'qd.fetch.unreachable': 502,
  'qd.fetch.timeout': 504,
  'qd.fetch.too-large': 413,
  'qd.fetch.not-text': 415,
  'qd.fetch.bad-answer': 502,
  // files of containers
  'qd.files.off': 403,
  'qd.files.no-tools': 422,
  'qd.files.not-found': 404,
  'qd.files.denied': 403,
  'qd.files.not-a-directory': 409,
  'qd.files.is-a-directory': 409,
  'qd.files.whole-container': 400,
  'qd.files.exists': 409,
  'qd.files.no-space': 507,
  'qd.files.read-only': 409,
  'qd.files.too-large': 413,
  'qd.files.timeout': 504,
  'qd.files.lost': 502,
  'qd.files.failed': 502,
  // ports opened in the browser
  'qd.ports.off': 403,
  'qd.ports.unknown': 404,
  'qd.ports.too-many': 429,
  // the browser's own
  'qd.app.unreachable': 503,
  // the rest
  'qd.internal': 500,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What travels as application/problem+json (RFC 9457) and inside socket frames. Never holds a credential or a stack. */
export interface Problem {
  readonly code: ProblemCode;
  readonly status: number;
  /** One English sentence for logs and for "details"; the person's own words come from the code. */
  readonly title: string;
  /** Raw message of the source (the API server's Status.message, say), shown one click away. */
  readonly detail?: string;
  /** Facts that the translated sentence may name: namespace, resource, verb, container, exit code … */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Seconds after which a new try makes sense, when known. */
  readonly retryAfterSeconds?: number;
  /** Under which the BFF's log has the request, and the API server's audit log what was asked for it. */
  readonly requestId?: string;
}

export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.title, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** A Problem of the catalogue; the HTTP status comes from it. */
export function problem(
  code: ProblemCode,
  title: string,
  more: Pick<Problem, 'detail' | 'params' | 'retryAfterSeconds'> = {},
): Problem {
  return { code, status: PROBLEMS[code], title, ...more };
}

/** Whether a value from the wire is a Problem of this catalogue. */
export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { code, title, status } = value as Partial<Problem>;
  return (
    typeof code === 'string' && Object.hasOwn(PROBLEMS, code) && typeof title === 'string' && typeof status === 'number'
  );
}
