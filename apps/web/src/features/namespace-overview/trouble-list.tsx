import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { objectPath, workloadsPath } from '../../api/addresses.ts';
import { workloadFacts } from '../../kinds/workload-rows.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './namespace-page.module.css';
import type { Trouble } from './use-trouble.ts';

const MAX_SHOWN = 12;

export interface TroubleListProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly trouble: Trouble;
  /** the newest warning about an object, by "Kind/name" */
  readonly warned: ReadonlyMap<string, string>;
}

/** What does not do its work, the worst first, with what the cluster says of it. */
export function TroubleList({ cluster, namespace, trouble, warned }: TroubleListProps) {
  const { t } = useTranslation('pages');
  const { status, troubled } = trouble;
  const waiting = status.state === 'connecting' || status.state === 'loading';
  return (
    <section className={classes.panel} aria-labelledby="namespace-trouble">
      <h2 id="namespace-trouble" className={classes.heading}>
        {t('namespace.trouble')}
        <AppLink to={workloadsPath(cluster, [namespace])}>{t('namespace.more')}</AppLink>
      </h2>
      {status.state === 'denied' && status.problem !== undefined ? (
        <ProblemView problem={status.problem} compact />
      ) : troubled.length === 0 ? (
        <p className={classes.dim}>{waiting ? t('namespace.checking') : t('namespace.calm')}</p>
      ) : (
        <ul className={classes.rows}>
          {troubled.slice(0, MAX_SHOWN).map((uid) => (
            <TroubledRow key={uid} uid={uid} cluster={cluster} trouble={trouble} warned={warned} />
          ))}
        </ul>
      )}
      {troubled.length > MAX_SHOWN ? (
        <p className={classes.dim}>
          <AppLink to={`${workloadsPath(cluster, [namespace])}?s=failed,warning,unknown,progressing`}>
            {t('list:matches', { shown: MAX_SHOWN, total: troubled.length })}
          </AppLink>
        </p>
      ) : null}
    </section>
  );
}

function TroubledRow({
  uid,
  cluster,
  trouble,
  warned,
}: Pick<TroubleListProps, 'cluster' | 'trouble' | 'warned'> & { readonly uid: string }) {
  const { t } = useTranslation('pages');
  const { store, kinds } = trouble;
  const row = useSyncExternalStore(
    (listener) => store.subscribeRow(uid, listener),
    () => store.getRow(uid),
  );
  if (row === undefined) return null;
  const { kind, word, ready, health } = workloadFacts(row);
  const resource = kinds.get(kind)?.resource;
  if (resource === undefined) return null;
  const message = warned.get(`${resource.kind}/${row.name}`) ?? '';
  const said = word || t(`app:health.${health}`);
  return (
    <li className={classes.row}>
      <span className={classes.status}>
        <HealthMark health={health} label={said} />
      </span>
      <span className={classes.object}>
        <span className={classes.kind}>{safeText(resource.kind)}</span>
        <AppLink
          to={objectPath({ cluster, resource, namespace: row.namespace, name: row.name })}
          aria-label={safeText(row.name)}
        >
          <MiddleEllipsis text={row.name} tail={6} />
        </AppLink>
      </span>
      <span className={classes.message} title={message === '' ? undefined : safeText(message)}>
        {[ready === '' ? '' : t('namespace.readyOf', { ready }), safeText(message)].filter(Boolean).join(' · ')}
      </span>
    </li>
  );
}
