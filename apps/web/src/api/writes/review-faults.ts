import type { Words } from '../../ui/use-words.ts';
import { answerFaults, type FaultContext } from './answer-faults.ts';
import type { Fault } from './fault.ts';
import type { ReadText } from './read-text.ts';
import type { ReviewState } from './review-session.ts';
import { unknownFieldFault } from './unknown-field.ts';
import { warningFaults } from './warning-faults.ts';

/** What a review found wrong or worth knowing; undefined while nothing is known. */
export function reviewFaults(
  state: ReviewState,
  namesAt: FaultContext['namesAt'],
  t: Words,
): readonly Fault[] | undefined {
  if (state.step === 'unreadable') return unreadableFaults(state.reading, t);
  if (state.step === 'refused') {
    const { refusal, reading } = state;
    const context = { sent: reading.object, syntax: reading.faults, namesAt };
    const found =
      refusal.status === undefined
        ? statuslessFaults(refusal.problem.code, t)
        : answerFaults(refusal.status, context, t);
    return [...found, ...warningFaults(refusal.warnings, context, t)];
  }
  if (state.step !== 'ready') return undefined;
  const { review, reading } = state;
  const context = { sent: reading.object, syntax: [], namesAt };
  return [
    ...review.dropped.map((path) => unknownFieldFault(path, namesAt, t, { isDropped: true })),
    ...warningFaults(review.warnings, context, t),
  ];
}

function unreadableFaults({ count, faults }: ReadText, t: Words): Fault[] {
  if (count === 0) return [{ path: [], message: t('fault.empty'), severity: 'error' }];
  const whole: Fault[] = count > 1 ? [{ path: [], message: t('fault.documents', { count }), severity: 'error' }] : [];
  const lines = faults.map(
    ({ line, message, duplicateKey }): Fault => ({
      path: [],
      line,
      message: duplicateKey ? t('fault.duplicateLine', { line }) : t('fault.syntax', { line }),
      detail: message,
      severity: 'error',
    }),
  );
  return [...whole, ...lines];
}

/** A refusal of the BFF, or of a server that answers without a Status. */
function statuslessFaults(code: string, t: Words): Fault[] {
  return code === 'qd.request.too-large'
    ? [{ path: [], message: t('fault.tooLarge', { mega: 3 }), severity: 'error' }]
    : [];
}
