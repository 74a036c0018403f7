import { humanDuration } from '@quarterdeck/shared/duration';
import { useMemo } from 'react';
import { eventQuery } from '../../live/event-query.ts';
import { type EventFacts, readEvent } from '../../live/read-event.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { absoluteTime } from '../../ui/absolute-time.ts';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { readyAfter, type Step, startUp } from './start-up.ts';

const readRow = () => readEvent;

/** How a pod came up, step by step with what each took; loaded lazily, hence the default export. */
export default function StartUpSection({ target, object }: DetailProps) {
  const words = useWords('sections');
  const { items } = useGatheredRows<EventFacts>(() => [
    { id: 'events', query: eventQuery(target, object), read: readRow },
  ]);
  const events = items.get('events');
  const steps = useMemo(() => startUp(object, [...(events?.values() ?? [])]), [object, events]);
  const total = readyAfter(object, steps);
  return (
    <>
      {total === undefined ? null : (
        <p className={classes.dim}>{words('start.readyAfter', { time: humanDuration(total) })}</p>
      )}
      <SimpleTable
        label={words('start.title')}
        columns={['time', 'after', 'step', 'detail'].map((column) => words(`start.${column}`))}
        rows={steps.map((step) => ({
          id: step.id,
          cells: [
            <Clock key="at" at={step.at} />,
            step.after === undefined ? '–' : `+${humanDuration(step.after)}`,
            stepWords(step, words),
            safeText(step.detail) || '–',
          ],
        }))}
      />
      <p className={classes.dim}>{words('start.hint')}</p>
    </>
  );
}

function stepWords({ what, reason, container, times, warning }: Step, words: Words): string {
  const step = what === 'event' ? reason : words(`start.steps.${what}`);
  const name = container === '' ? step : words('start.ofContainer', { step, container });
  return safeText(`${warning ? '▲ ' : ''}${name}${times > 1 ? ` × ${times}` : ''}`);
}

/** The time of day; the tooltip has the date, local and UTC. */
function Clock({ at }: { readonly at: number }) {
  const date = new Date(at * 1000);
  return (
    <time dateTime={date.toISOString()} title={absoluteTime(date)}>
      {date.toLocaleTimeString()}
    </time>
  );
}
