import { ActionIcon } from '@mantine/core';
import { Pencil, X } from 'lucide-react';
import { LAST_APPLIED } from '../../api/last-applied.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { FoldText } from '../../ui/fold-text.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-page.module.css';
import pairs from './pairs-list.module.css';
import type { EditPairs } from './use-edit-pairs.ts';

interface PairsListProps {
  readonly pairs: Readonly<Record<string, string>> | undefined;
  /** what is said when there are none */
  readonly none: string;
  /** the object's values are secret: the annotation that repeats them is not shown */
  readonly secret?: boolean;
  /** opens the dialog that changes them; undefined where they cannot be changed */
  readonly edit?: EditPairs | undefined;
  /** the address of a list of all that have that label (TUT-07) */
  readonly othersPath?: ((label: string) => string) | undefined;
}

/** Labels or annotations: key and value, each value copied with one click, changed and removed where it stands. */
export function PairsList({ pairs: given = {}, none, secret = false, edit, othersPath }: PairsListProps) {
  const t = useWords('detail');
  const words = useWords('object');
  const entries = Object.entries(given);
  if (entries.length === 0) return <p className={classes.dim}>{none}</p>;
  return (
    <dl className={pairs.list}>
      {entries.map(([key, value]) => {
        const others = words('pairs.others', { label: safeText(`${key}=${value}`) });
        const masked = secret && key === LAST_APPLIED;
        return (
          <div key={key} className={pairs.pair}>
            <dt>
              {othersPath === undefined ? (
                safeText(key)
              ) : (
                <AppLink to={othersPath(`${key}=${value}`)} aria-label={others} title={others}>
                  {safeText(key)}
                </AppLink>
              )}
            </dt>
            <dd>
              {masked ? (
                t('annotations.masked')
              ) : value === '' ? (
                <span className={classes.dim}>{t('labels.empty')}</span>
              ) : (
                <FoldText text={value} label={t('copyValue', { key })} />
              )}
              {/* kubectl's copy of the whole object is none that a person sets */}
              {edit === undefined || key === LAST_APPLIED ? null : <Tools pair={[key, value]} edit={edit} />}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Tools({ pair: [key, value], edit }: { readonly pair: readonly [string, string]; readonly edit: EditPairs }) {
  const t = useWords('object');
  const denied = edit.disabledReason;
  const shown = safeText(key);
  return (
    <span className={pairs.tools}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('pairs.change', { key: shown })}
        aria-disabled={denied !== undefined || undefined}
        title={denied ?? t('pairs.change', { key: shown })}
        onClick={() => edit.open({ key, value, remove: false })}
      >
        <Pencil size={13} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('pairs.remove', { key: shown })}
        aria-disabled={denied !== undefined || undefined}
        title={denied ?? t('pairs.remove', { key: shown })}
        onClick={() => edit.open({ key, value, remove: true })}
      >
        <X size={13} aria-hidden="true" />
      </ActionIcon>
    </span>
  );
}
