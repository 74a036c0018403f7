import { type ApiStatus, isApiStatus } from '@quarterdeck/shared/api-status';
import { type Problem, ProblemError } from '@quarterdeck/shared/problem';
import { problemOfError, RefusedError } from '../../api/api-fetch.ts';

/** What the API server's refusal of an eviction means for a drain. */
export type EvictionAnswer =
  /** a budget has no room now; `message` is the server's: how many it needs and has */
  | { readonly kind: 'budget'; readonly budget: string; readonly message: string; readonly retryAfterSeconds?: number }
  /** the server has too much to do: no budget is meant */
  | { readonly kind: 'busy'; readonly retryAfterSeconds?: number }
  /** nobody who could say has refused it: the network, a server or the session is away for now */
  | { readonly kind: 'passing'; readonly problem: Problem; readonly retryAfterSeconds?: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** v1.20 to today: "The disruption budget web needs 2 healthy pods and has 2 currently", "… is still being processed by the server." */
const NAMED = /disruption budget "?([a-z0-9][-a-z0-9.]*?)"? (?:needs|is still)/;

/** v1.20 to today, with the code 500: no passing fault of the server, but an answer for good. */
const SEVERAL = /more than one PodDisruptionBudget/i;

/** Reads a refusal: 429 with the cause DisruptionBudget is a budget's, another 429 is the server's own. */
export function readRefusal(error: unknown): EvictionAnswer {
  const failed = { kind: 'failed', problem: problemOfError(error) } as const;
  if (!(error instanceof RefusedError)) return error instanceof ProblemError ? passing(error) : failed;
  const status = isApiStatus(error.body) ? error.body : undefined;
  const { code: name, status: code } = error.problem;
  // the pod of this name is another one by now (uid precondition)
  if (name === 'qd.api.not-found' || name === 'qd.api.conflict') return { kind: 'gone' };
  if (isPassing(error.problem, status)) return passing(error);
  if (code !== 429) return failed;
  const asked = status?.details?.retryAfterSeconds;
  const later = typeof asked === 'number' && asked > 0 ? { retryAfterSeconds: asked } : {};
  const causes = status?.details?.causes;
  const cause = Array.isArray(causes) ? causes.find(({ reason }) => reason === 'DisruptionBudget') : undefined;
  const message = String(cause?.message ?? status?.message ?? '');
  if (cause === undefined && !/disruption budget/.test(message)) return { kind: 'busy', ...later };
  return { kind: 'budget', budget: NAMED.exec(message)?.[1] ?? '', message, ...later };
}

/** The answer of who got none: tried again, whatever went wrong. */
export function passing(error: unknown): EvictionAnswer {
  const problem = problemOfError(error);
  const later = problem.retryAfterSeconds;
  return { kind: 'passing', problem, ...(later === undefined ? {} : { retryAfterSeconds: later }) };
}

function isPassing({ code, status, params, detail = '' }: Problem, answer: ApiStatus | undefined): boolean {
  // the session may be renewed, or the drain be cancelled with it
  if (status === 401 || code === 'qd.session.switched') return true;
  // a namespace that is being deleted refuses evictions until the pod is marked as deleted
  const causes = answer?.details?.causes;
  if (status === 403) return Array.isArray(causes) && causes.some(({ reason }) => reason === 'NamespaceTerminating');
  // a status that the catalogue does not know travels as 502
  const given = code === 'qd.api.failed' ? Number(params?.['httpStatus']) : status;
  return given >= 500 && !SEVERAL.test(detail);
}

/** Seconds until an eviction is tried again: kubectl's five, then longer and longer, at most a minute; never sooner than the server asks. */
export function backOffSeconds(tries: number, retryAfterSeconds = 0): number {
  return Math.max(retryAfterSeconds, Math.min(60, 5 * 2 ** Math.min(tries - 1, 6)));
}
