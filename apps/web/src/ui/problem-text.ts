import type { Problem } from '@quarterdeck/shared/problem';
import { forbiddenFacts } from './forbidden-facts.ts';

type Words = (key: string, values: Record<string, unknown>) => string;

/** A part of what i18n namespace "problems" says about a problem; the English title where it says nothing. */
export function problemText(words: Words, problem: Problem, part: 'title' | 'why' | 'advice'): string {
  const facts = problem.code === 'qd.api.forbidden' ? forbiddenFacts(problem.detail) : undefined;
  return words(`${problem.code}.${part}`, {
    ...problem.params,
    ...facts,
    ...(facts === undefined ? {} : { context: facts.namespace === undefined ? 'cluster' : 'namespace' }),
    defaultValue: part === 'title' ? problem.title : '',
  });
}
