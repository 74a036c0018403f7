import { Button, CloseButton } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { memo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { type BulkItem, bulkItems } from '../../actions/bulk-items.ts';
import { runAction } from '../../actions/run-action.tsx';
import type { RowStore } from '../../live/row-store.ts';
import type { Selection } from '../../live/selection.ts';
import { gridId } from '../../ui/grid-ids.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './bulk-bar.module.css';
import type { ListSubject } from './list-subject.ts';

export interface BulkBarProps {
  readonly selection: Selection;
  readonly store: RowStore;
  readonly subject: ListSubject;
}

/** The bar of the selected rows: how many, what can be done with them, all that match, none. */
export default function BulkBar(props: BulkBarProps) {
  const { selection, store } = props;
  const { t } = useTranslation('bulk');
  const { count, shown } = useSyncExternalStore(selection.subscribe, selection.getSummary);
  const { order } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const leave = () => {
    selection.clear();
    document.getElementById(gridId)?.focus({ preventScroll: true });
  };
  return (
    <section
      className={classes.bar}
      aria-label={t('bar')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        leave();
      }}
    >
      <span className={classes.count}>
        <strong>{t('count', { count })}</strong>
        {shown < count ? <span className={classes.hidden}>{t('hidden', { count: count - shown })}</span> : null}
      </span>
      {shown < order.length ? (
        <Button size="compact-sm" variant="subtle" onClick={() => selection.selectShown()}>
          {t('all', { count: order.length })}
        </Button>
      ) : null}
      <span className={classes.space} />
      <BulkActions {...props} count={count} />
      <CloseButton size="sm" aria-label={t('clear')} title={t('clearKey')} onClick={leave} />
    </section>
  );
}

/** Looked at anew when another number of rows is selected, not when rows change. */
const BulkActions = memo(function BulkActions(props: BulkBarProps & { readonly count: number }) {
  const { selection, subject } = props;
  const { t } = useTranslation('bulk');
  const words = useWords('actions');
  const router = useRouter();
  // what a row says now, not what it said when it was selected
  const targets = () => selection.rows().flatMap((row) => subject.targetsOf(row));
  const run = ({ action }: BulkItem) =>
    runAction(action, targets().filter(action.applies), { words, navigate: (path) => router.history.push(path) });
  const now = targets();
  const own = [...new Set(now.flatMap((target) => subject.actionsOf(target)))];
  return bulkItems(now, own).map((item) => {
    const { action, applies, of } = item;
    const title = words(action.bulkTitle ?? action.title);
    return (
      <Button
        key={action.id}
        size="compact-sm"
        variant="default"
        className={action.destructive ? classes.destructive : undefined}
        leftSection={<action.icon size={14} aria-hidden="true" />}
        onClick={() => run(item)}
      >
        {applies === of ? title : t('some', { action: title, applies, of })}
      </Button>
    );
  });
});
