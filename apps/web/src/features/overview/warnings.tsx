import { useTranslation } from 'react-i18next';
import { objectPath } from '../../api/addresses.ts';
import { findByKind, useDiscovery } from '../../api/discovery.ts';
import type { Scope } from '../../api/object-count.ts';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './overview.module.css';
import { Panel } from './panel.tsx';
import { MAX_SHOWN, type Warning } from './read-overview.ts';
import { useWarnings } from './use-warnings.ts';

/** What the cluster warned of, by object and reason. */
export function Warnings({ cluster, scope }: { readonly cluster: string; readonly scope: Scope }) {
  const { t } = useTranslation('overview');
  const query = useWarnings(cluster, scope);
  return (
    <Panel title={t('warnings.title')} calm={t('warnings.calm')} query={query}>
      {(items) => (
        <ul className={classes.rows}>
          {items.slice(0, MAX_SHOWN).map((warning) => (
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
                <span>{warning.count > 1 ? t('warnings.times', { count: warning.count }) : null}</span>
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
