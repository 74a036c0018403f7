import { X } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import type { LineLook } from './log-line.tsx';
import { formatTime } from './log-time.ts';
import classes from './logs.module.css';

/** As wide as every time stamp of its format. */
const SAMPLE = '2026-01-01T00:00:00.000Z';

/** The names of the columns above the lines; a click takes one away. */
export function ColumnHeads({
  ref,
  look,
  onColumn,
}: {
  readonly ref: Ref<HTMLDivElement>;
  readonly look: LineLook;
  readonly onColumn: (path: string) => void;
}) {
  const { t } = useTranslation('logs');
  const stamp = formatTime(SAMPLE, look.time);
  return (
    <div className={classes.heads}>
      <div ref={ref} className={classes.headsRow}>
        {look.named ? ' '.repeat(look.nameWidth + 1) : null}
        {stamp === '' ? null : (
          <span className={classes.time} data-relative={look.time === 'relative' || undefined}>
            <span className={classes.ghost}>{look.time === 'relative' ? '' : stamp}</span>{' '}
          </span>
        )}
        {look.columns.map((path) => (
          <span key={path} className={classes.cell}>
            {safeText(path)}
            <button
              type="button"
              className={classes.headRemove}
              aria-label={t('column.remove', { field: safeText(path) })}
              title={t('column.remove', { field: safeText(path) })}
              onClick={() => onColumn(path)}
            >
              <X size={11} aria-hidden="true" />
            </button>
          </span>
        ))}
        <span>{t('column.message')}</span>
      </div>
    </div>
  );
}
