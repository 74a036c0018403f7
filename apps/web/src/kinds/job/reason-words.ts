import type { Words } from '../../ui/use-words.ts';

/** Why the Job controller ends a Job: reasons of its conditions, of 1.20 and of today. */
const REASONS = new Set([
  'BackoffLimitExceeded',
  'DeadlineExceeded',
  'FailedIndexes',
  'MaxFailedIndexesExceeded',
  'PodFailurePolicy',
  'SuccessPolicy',
]);

/** A reason in the person's language, with the controller's own message where that says more; "" for what needs no words. */
export function reasonWords(reason: string, message: string, t: Words): string {
  if (reason === '' || reason === 'CompletionsReached') return '';
  if (!REASONS.has(reason)) return message === '' ? reason : `${reason}: ${message}`;
  // these two name the pod, the rule or the index
  const more = reason === 'PodFailurePolicy' || reason === 'SuccessPolicy' ? message : '';
  return more === '' ? t(`reason.${reason}`) : `${t(`reason.${reason}`)}: ${more}`;
}
