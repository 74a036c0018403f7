import { Fragment, memo } from 'react';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import type { AskedLine, ChangeLine } from './tape-line.ts';
import classes from './tape-pane.module.css';

const MARK = { added: '+', changed: '~', removed: '−' } as const;

export interface TapeRowProps {
  readonly line: ChangeLine;
  readonly top: number;
  readonly withNamespace: boolean;
  /** the list selects: a row that went may only be selected no more */
  readonly selects: boolean;
  readonly onOpen: (line: ChangeLine) => void;
}

/** One line: when, which object, what changed from what to what. */
export const TapeRow = memo(function TapeRow({ line, top, withNamespace, selects, onOpen }: TapeRowProps) {
  const t = useWords('pages');
  const { transition, changes } = line;
  const { type, row, time } = transition;
  const name = safeText(withNamespace && row.namespace !== '' ? `${row.namespace}/${row.name}` : row.name);
  const at = new Date(time);
  return (
    <div className={classes.line} data-type={type} style={{ transform: `translateY(${top}px)` }}>
      <time className={classes.time} dateTime={at.toISOString()} title={at.toISOString()}>
        {clockTime(at)}
      </time>
      <span className={classes.mark} aria-hidden="true">
        {MARK[type]}
      </span>
      {type === 'removed' ? (
        <span className={classes.name}>{name}</span>
      ) : (
        <button type="button" className={classes.name} onClick={() => onOpen(line)}>
          {name}
        </button>
      )}
      {type === 'changed' ? null : (
        <span className={classes.word}>
          {t(type === 'added' ? 'tape.added' : selects ? 'tape.left' : 'tape.deleted')}
        </span>
      )}
      {changes.map(({ column, from, to }, i) => (
        <Fragment key={column}>
          {i > 0 || type === 'added' ? (
            <span className={classes.between} aria-hidden="true">
              ·
            </span>
          ) : null}
          <span className={classes.change}>
            <span className={classes.column}>{safeText(column)}</span>{' '}
            {type === 'added' ? null : (
              <>
                <span className={classes.from}>{wordOf(from)}</span>
                <span aria-label={t('tape.to')} role="img">
                  {' → '}
                </span>
              </>
            )}
            <span className={classes.to}>{wordOf(to)}</span>
          </span>
        </Fragment>
      ))}
    </div>
  );
});

/** From here on the list was asked for something else. */
export function AskedRow({ line: { time, asked }, top }: { readonly line: AskedLine; readonly top: number }) {
  const t = useWords('pages');
  const at = new Date(time);
  return (
    <div className={classes.line} data-type="asked" style={{ transform: `translateY(${top}px)` }}>
      <time className={classes.time} dateTime={at.toISOString()} title={at.toISOString()}>
        {clockTime(at)}
      </time>
      <span className={classes.word}>{t('tape.asked', { query: safeText(asked) })}</span>
    </div>
  );
}

/** kubectl's word for what is empty; one line, whatever the cluster serves. */
function wordOf(text: string): string {
  return text === '' ? '<none>' : safeText(text.replaceAll(/\s+/g, ' '));
}

/** "14:03:22.045", local. */
function clockTime(date: Date): string {
  const two = [date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
  return `${two}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
