import { useLayoutEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { type EventGroup, groupOfRow } from '../../live/event-groups.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import type { RowStore } from '../../live/row-store.ts';
import { AboutLink } from '../../ui/about-link.tsx';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './namespace-page.module.css';

const MAX_SHOWN = 10;

/** The newest warnings first; the store holds nothing but warnings. */
export function useNewestFirst(store: RowStore): readonly EventGroup[] {
  useLayoutEffect(() => store.setView({ sortKey: (row) => row.created, descending: true }), [store]);
  const { order } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  return order.flatMap((uid) => {
    const row = store.getRow(uid);
    return row === undefined ? [] : [groupOfRow(row)];
  });
}

/** What the cluster warned of in this namespace, live. */
export function RecentWarnings({
  cluster,
  eventsPath,
  warnings,
  status,
}: {
  readonly cluster: string;
  readonly eventsPath: string | undefined;
  readonly warnings: readonly EventGroup[];
  readonly status: LiveStatus;
}) {
  const { t } = useTranslation('pages');
  if (status.state === 'gone') return null;
  return (
    <section className={classes.panel} aria-labelledby="namespace-warnings">
      <h2 id="namespace-warnings" className={classes.heading}>
        {t('namespace.warnings')}
        {eventsPath === undefined ? null : <AppLink to={eventsPath}>{t('namespace.allEvents')}</AppLink>}
      </h2>
      {status.state === 'denied' && status.problem !== undefined ? (
        <ProblemView problem={status.problem} compact />
      ) : null}
      {status.state === 'live' && warnings.length === 0 ? (
        <p className={classes.dim}>{t('namespace.noWarnings')}</p>
      ) : null}
      <ul className={classes.rows}>
        {warnings.slice(0, MAX_SHOWN).map((warning) => (
          <li key={`${warning.about.kind}/${warning.about.name} ${warning.reason}`} className={classes.row}>
            <span className={classes.status}>
              <HealthMark health="warning" label={warning.reason} />
            </span>
            <span className={classes.object}>
              <AboutLink cluster={cluster} about={warning.about} />
            </span>
            <span className={classes.message} title={safeText(warning.message)}>
              {safeText(warning.message)}
            </span>
            <span className={classes.times}>
              <span>{warning.count > 1 ? `${warning.count} ×` : null}</span>
              <Age created={warning.last} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
