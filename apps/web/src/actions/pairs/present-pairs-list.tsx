import { Button } from '@mantine/core';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './pairs-form.module.css';
import type { PairChange, PairsField } from './pairs-input.ts';
import type { PresentPair } from './present-pairs.ts';

/** An object may have thousands of labels, and each of many objects another value. */
const MOST_KEYS = 100;
const MOST_VALUES = 4;
const MOST_CHARS = 120;

export interface PresentPairsListProps {
  readonly field: PairsField;
  readonly pairs: readonly PresentPair[];
  /** objects that the pairs are those of, and how many there are */
  readonly read: number;
  readonly of: number;
  readonly onWish: (wish: Omit<PairChange, 'id'>) => void;
}

/** What the objects have now, and where they differ. */
export function PresentPairsList({ field, pairs, read, of, onWish }: PresentPairsListProps) {
  const t = useWords('actions');
  return (
    <div>
      <p className={classes.heading}>
        {pairs.length === 0 ? t(`pairs.${field}.none`) : t(`pairs.${field}.now`)}
        {read < of ? ` ${t('pairs.partly', { read, of })}` : ''}
      </p>
      <ul className={classes.present} aria-label={t(`pairs.${field}.now`)}>
        {pairs.slice(0, MOST_KEYS).map(({ key, values, count }) => {
          const [[common = ''] = []] = values;
          return (
            <li key={key} className={classes.pair}>
              <span className={classes.presentKey}>{safeText(key)}</span>
              <span className={classes.presentValue}>
                {values.length === 1
                  ? short(common)
                  : t('pairs.differ', {
                      values: values
                        .slice(0, MOST_VALUES)
                        .map(([value, times]) => `${short(value)} (${times})`)
                        .join(', '),
                      count: values.length,
                    })}
                {count < read ? <span className={classes.dim}> {t('pairs.some', { count, of: read })}</span> : null}
              </span>
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t('pairs.changeKey', { key: safeText(key) })}
                onClick={() => onWish({ key, value: values.length === 1 ? common : '', remove: false })}
              >
                {t('pairs.change')}
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                aria-label={t('pairs.removeKey', { key: safeText(key) })}
                onClick={() => onWish({ key, value: '', remove: true })}
              >
                {t('pairs.remove')}
              </Button>
            </li>
          );
        })}
      </ul>
      {pairs.length > MOST_KEYS ? (
        <p className={classes.heading}>{t('dialog.more', { count: pairs.length - MOST_KEYS })}</p>
      ) : null}
    </div>
  );
}

function short(value: string): string {
  if (value === '') return '""';
  return safeText(value.length > MOST_CHARS ? `${value.slice(0, MOST_CHARS)}…` : value);
}
