import { k8sJson } from '../api-fetch.ts';
import { textAt, valueAt } from '../read-field.ts';
import type { RightQuestion } from './right-question.ts';
import type { Asker } from './subject.ts';

/** What the API server answers to a question about rights. */
export interface ReviewAnswer {
  readonly allowed: boolean;
  /** in the API server's words; "" for none */
  readonly reason: string;
  /** what kept it from judging; "" for nothing */
  readonly fault: string;
}

/**
 * Asks the API server itself, all its authorisers and not the roles alone: for the person (SelfSubjectAccessReview), or for somebody else
 * (SubjectAccessReview), which needs a right of its own.
 */
export async function askReview(
  cluster: string,
  question: RightQuestion,
  asker?: Asker,
  signal?: AbortSignal,
): Promise<ReviewAnswer> {
  const attributes = 'path' in question ? { nonResourceAttributes: question } : { resourceAttributes: question };
  const [plural, kind, who] =
    asker === undefined
      ? ['selfsubjectaccessreviews', 'SelfSubjectAccessReview', {}]
      : ['subjectaccessreviews', 'SubjectAccessReview', asker];
  const answer = await k8sJson<unknown>(cluster, `/apis/authorization.k8s.io/v1/${plural}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec: { ...who, ...attributes } }),
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    allowed: valueAt(answer, 'status.allowed') === true,
    reason: textAt(answer, 'status.reason'),
    fault: textAt(answer, 'status.evaluationError'),
  };
}
