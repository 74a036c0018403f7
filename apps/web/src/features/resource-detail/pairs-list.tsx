import { LAST_APPLIED } from '../../api/last-applied.ts';
import { FoldText } from '../../ui/fold-text.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-page.module.css';
import pairs from './pairs-list.module.css';

interface PairsListProps {
  readonly pairs: Readonly<Record<string, string>> | undefined;
  /** what is said when there are none */
  readonly none: string;
  /** the object's values are secret: the annotation that repeats them is not shown */
  readonly secret?: boolean;
}

/** Labels or annotations: key and value, each value copied with one click. */
export function PairsList({ pairs: given = {}, none, secret = false }: PairsListProps) {
  const t = useWords('detail');
  const entries = Object.entries(given);
  if (entries.length === 0) return <p className={classes.dim}>{none}</p>;
  return (
    <dl className={pairs.list}>
      {entries.map(([key, value]) => (
        <div key={key} className={pairs.pair}>
          <dt>{safeText(key)}</dt>
          <dd>
            {secret && key === LAST_APPLIED ? (
              t('annotations.masked')
            ) : value === '' ? (
              <span className={classes.dim}>{t('labels.empty')}</span>
            ) : (
              <FoldText text={value} label={t('copyValue', { key })} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
