import { eventQuery } from '../../live/event-query.ts';
import { type EventFacts, readEvent } from '../../live/read-event.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import classes from './sets.module.css';

const readEventRow = () => readEvent;

/** Why a pod that is missing is not made, in the words of the controller's last event: a quota, an admission webhook. */
export function CreateFailure({ target, object }: DetailProps) {
  const t = useWords('sets');
  const found = useGatheredRows<EventFacts>(() => [
    { id: 'events', query: eventQuery(target, object), read: readEventRow },
  ]);
  const [last] = [...(found.items.get('events')?.values() ?? [])]
    .filter(({ type, reason }) => type === 'Warning' && reason.startsWith('Failed'))
    .sort((a, b) => b.last - a.last);
  if (last === undefined) return null;
  return (
    <p className={classes.warn}>
      {t('createFailure')} <strong>{safeText(last.reason)}</strong> {safeText(last.message)}
    </p>
  );
}
