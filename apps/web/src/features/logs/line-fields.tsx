import { Fragment } from 'react';
import { fieldsOf, messageOf } from './json-line.ts';
import { lineParts } from './line-parts.ts';
import { LineText } from './line-text.tsx';
import type { FindQuery } from './log-find.ts';
import classes from './logs.module.css';

/** Fields that a line shows beside its message; all of them stand in its details. */
const MOST = 30;

/** Said beside the line already, or by its time stamp. */
const LEVELS = new Set(['level', 'lvl', 'severity', 'levelname', 'log.level']);
const TIMES = new Set(['ts', 'time', 'timestamp', '@timestamp', 'asctime']);

/** A JSON line on one line: its message, then its fields as name=value. */
export function LineFields({
  object,
  query,
  limit,
  current,
  timed,
}: {
  readonly object: Readonly<Record<string, unknown>>;
  readonly query: FindQuery;
  readonly limit: number;
  /** the line has the current hit */
  readonly current: boolean;
  /** its time stamp is shown */
  readonly timed: boolean;
}) {
  const message = messageOf(object);
  const fields = fieldsOf(object)
    .filter(({ path }) => !LEVELS.has(path) && !(timed && TIMES.has(path)))
    .slice(0, MOST);
  let left = limit;
  let hit = current ? 0 : undefined;
  const draw = (text: string) => {
    const { parts } = lineParts(text, query, Math.max(0, left));
    left -= text.length;
    const mine = parts.some((part) => part.hit !== undefined) ? hit : undefined;
    if (mine !== undefined) hit = undefined;
    return <LineText parts={parts} currentHit={mine} />;
  };
  return (
    <>
      {message === undefined ? null : draw(message)}
      {fields.map(({ path, text }) =>
        left <= 0 || text === message ? null : (
          <Fragment key={path}>
            {' '}
            <span className={classes.field}>{draw(`${path}=`)}</span>
            {draw(text)}
          </Fragment>
        ),
      )}
    </>
  );
}
