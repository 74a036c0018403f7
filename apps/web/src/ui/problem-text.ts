import type { Problem } from '@quarterdeck/shared/problem';
import { type ForbiddenFacts, forbiddenFacts } from './forbidden-facts.ts';

type Words = (key: string, values: Record<string, unknown>) => string;

/** A part of what i18n namespace "problems" says about a problem; the English title where it says nothing. */
export function problemText(words: Words, problem: Problem, part: 'title' | 'why' | 'advice'): string {
  const facts = missingRight(problem);
  return words(`${problem.code}.${part}`, {
    ...problem.params,
    ...facts,
    ...(facts === undefined ? {} : { context: facts.namespace === undefined ? 'cluster' : 'namespace' }),
    defaultValue: part === 'title' ? problem.title : '',
  });
}

/** The right that was missing; undefined when the problem is another one, or nobody said which. */
export function missingRight(problem: Problem): ForbiddenFacts | undefined {
  return problem.code === 'qd.api.forbidden' ? (forbiddenFacts(problem.detail) ?? namedFacts(problem)) : undefined;
}

/** The same facts where the BFF asked for a right itself and names them as parameters. */
function namedFacts({ params }: Problem): ForbiddenFacts | undefined {
  const { user, verb, resource, namespace } = params ?? {};
  if (typeof user !== 'string' || typeof verb !== 'string' || typeof resource !== 'string') return undefined;
  return { user, verb, resource, ...(typeof namespace === 'string' ? { namespace } : {}) };
}
