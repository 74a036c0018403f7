import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { askReview } from '../../api/rbac/ask-review.ts';
import type { RightQuestion } from '../../api/rbac/right-question.ts';
import { askerOf, type Subject, subjectId } from '../../api/rbac/subject.ts';

const MAX_PARALLEL = 3;

/** What our evaluation says yes to. */
export interface Claim {
  readonly subject: Subject;
  readonly question: RightQuestion;
}

export interface CrossCheck {
  readonly state: 'off' | 'asking' | 'done' | 'refused' | 'failed';
  /** by {@link subjectId}: whether the API server says the same */
  readonly answers: ReadonlyMap<string, boolean>;
}

const NO_ANSWERS: ReadonlyMap<string, boolean> = new Map();

/** Asks the API server (SubjectAccessReview) whether it says the same of each subject. Who may not ask is told so by the first answer. */
export function useCrossCheck(cluster: string, claims: readonly Claim[], on: boolean): CrossCheck {
  const enabled = on && claims.length > 0;
  const { data, error } = useQuery({
    queryKey: ['access', cluster, 'cross-check', claims.map(({ subject, question }) => [subjectId(subject), question])],
    queryFn: async ({ signal }) => {
      const [first, ...rest] = claims;
      if (first === undefined) return NO_ANSWERS;
      const ask = async ({ subject, question }: Claim) =>
        [subjectId(subject), (await askReview(cluster, question, askerOf(subject), signal)).allowed] as const;
      return new Map([await ask(first), ...(await mapBounded(rest, MAX_PARALLEL, ask))]);
    },
    enabled,
    staleTime: 60_000,
    retry: false,
  });
  if (!enabled) return { state: 'off', answers: NO_ANSWERS };
  if (data !== undefined) return { state: 'done', answers: data };
  if (error === null) return { state: 'asking', answers: NO_ANSWERS };
  return { state: problemOfError(error).status === 403 ? 'refused' : 'failed', answers: NO_ANSWERS };
}
