import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { objectPath } from '../../api/addresses.ts';
import { findByKind, useDiscovery } from '../../api/discovery.ts';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './overview.module.css';
import { Panel } from './panel.tsx';
import { type Scope, type Warning, warnings } from './read-overview.ts';

const REFRESH_MS = 15_000;

/** What the cluster warned of, by object and reason. */
export function Warnings({ cluster, scope }: { readonly cluster: string; readonly scope: Scope }) {
  const { t } = useTranslation('overview');
  const query = useQuery({
    queryKey: ['overview-warnings', cluster, scope],
    queryFn: ({ signal }) => warnings(cluster, scope, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel title={t('warnings.title')} calm={t('warnings.calm')} query={query}>
      {(items) => (
        <ul className={classes.rows}>
          {items.map((warning) => (
            <li key={`${warning.kind}/${warning.namespace}/${warning.name}/${warning.reason}`} className={classes.row}>
              <span className={classes.status}>
                <HealthMark health="warning" label={warning.reason} />
              </span>
              <span className={classes.object}>
                <About cluster={cluster} warning={warning} />
              </span>
              <span className={classes.message} title={safeText(warning.message)}>
                {safeText(warning.message)}
              </span>
              <span className={classes.times}>
                {warning.count > 1 ? <span>{t('warnings.times', { count: warning.count })}</span> : null}
                <Age created={warning.last} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function About({ cluster, warning }: { readonly cluster: string; readonly warning: Warning }) {
  const { resources } = useDiscovery(cluster);
  const { apiVersion, kind, name, namespace } = warning;
  const resource = findByKind(resources, apiVersion, kind);
  const text = `${safeText(kind)} ${safeText(name)}`;
  const addressed = resource !== undefined && (!resource.namespaced || namespace !== undefined);
  if (!addressed) return <span title={text}>{text}</span>;
  return (
    <AppLink
      to={objectPath({ cluster, resource, namespace: resource.namespaced ? namespace : undefined, name })}
      title={namespace === undefined ? text : `${text} · ${safeText(namespace)}`}
    >
      {text}
    </AppLink>
  );
}
