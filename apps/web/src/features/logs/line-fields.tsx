import { Fragment } from 'react';
import { lineParts } from './line-parts.ts';
import { LineText } from './line-text.tsx';
import { type FindQuery, hitCount } from './log-find.ts';
import classes from './logs.module.css';
import { fieldHead, type ShownLine } from './shown-line.ts';

/** What a line is drawn of: a JSON line's message, then its fields as name=value. */
export function LineFields({
  line: { text: message, fields },
  query,
  limit,
  currentHit,
}: {
  readonly line: Pick<ShownLine, 'text' | 'fields'>;
  readonly query: FindQuery;
  readonly limit: number;
  /** which of the hits in all of it is the current one */
  readonly currentHit: number | undefined;
}) {
  let left = limit;
  let hit = currentHit;
  const draw = (text: string) => {
    const { parts } = lineParts(text, query, Math.max(0, left));
    const mine = hit;
    left -= text.length;
    if (hit !== undefined) hit -= hitCount(text, query);
    return <LineText parts={parts} currentHit={mine} />;
  };
  return (
    <>
      {message === undefined ? null : draw(message)}
      {fields.map((field) =>
        left <= 0 ? null : (
          <Fragment key={field.path}>
            {' '}
            <span className={classes.field}>{draw(fieldHead(field))}</span>
            {draw(field.text)}
          </Fragment>
        ),
      )}
    </>
  );
}
