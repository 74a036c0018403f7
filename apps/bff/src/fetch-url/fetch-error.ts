import { type Problem, type ProblemCode, ProblemError, problem } from '@quarterdeck/shared/problem';

/** What went wrong when a manifest was fetched. `host` alone is named: the rest of an address may hold a secret. */
export function fetchError(
  code: Extract<ProblemCode, `qd.fetch.${string}`>,
  title: string,
  params: NonNullable<Problem['params']> = {},
  cause?: unknown,
): ProblemError {
  return new ProblemError(problem(code, title, { params }), cause === undefined ? {} : { cause });
}
