import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { objectPath } from '../../api/addresses.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './overview.module.css';
import { Panel } from './panel.tsx';
import { nodesInTrouble, podsInTrouble, type Scope, type Troubled } from './read-overview.ts';

const REFRESH_MS = 15_000;
/** On their way, as opposed to stuck. */
const UNDER_WAY = new Set(['Pending', 'ContainerCreating', 'PodInitializing', 'Terminating']);

/** Nodes that are not simply Ready. */
export function TroubledNodes({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation('overview');
  const query = useQuery({
    queryKey: ['overview-nodes', cluster],
    queryFn: ({ signal }) => nodesInTrouble(cluster, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel title={t('nodes.title')} calm={t('nodes.calm')} query={query}>
      {(items) => <Rows cluster={cluster} plural="nodes" items={items} />}
    </Panel>
  );
}

/** Pods that do not get to run. */
export function TroubledPods({ cluster, scope }: { readonly cluster: string; readonly scope: Scope }) {
  const { t } = useTranslation('overview');
  const query = useQuery({
    queryKey: ['overview-pods', cluster, scope],
    queryFn: ({ signal }) => podsInTrouble(cluster, scope, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel title={t('pods.title')} calm={t('pods.calm')} query={query}>
      {(items) => <Rows cluster={cluster} plural="pods" items={items} />}
    </Panel>
  );
}

function Rows({
  cluster,
  plural,
  items,
}: {
  readonly cluster: string;
  readonly plural: string;
  readonly items: readonly Troubled[];
}) {
  const { resources } = useDiscovery(cluster);
  const resource = findResource(resources, '', plural);
  return (
    <ul className={classes.rows}>
      {items.map(({ namespace, name, status }) => (
        <li key={`${namespace}/${name}`} className={classes.row}>
          <span className={classes.status}>
            <HealthMark health={UNDER_WAY.has(status) ? 'progressing' : 'failed'} label={status} />
          </span>
          <span className={classes.object}>
            {resource ? (
              <AppLink to={objectPath({ cluster, resource, namespace, name })}>
                <MiddleEllipsis text={name} />
              </AppLink>
            ) : (
              <MiddleEllipsis text={name} />
            )}
          </span>
          <span className={classes.dim}>{namespace === undefined ? '' : safeText(namespace)}</span>
        </li>
      ))}
    </ul>
  );
}
