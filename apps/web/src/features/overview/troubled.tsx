import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { objectPath } from '../../api/addresses.ts';
import { requireList } from '../../api/ask-right.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import type { Scope } from '../../api/object-count.ts';
import type { Health, RowView } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { wordHealth } from '../../kinds/word-health.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './overview.module.css';
import { Panel } from './panel.tsx';
import { nodesInTrouble, podsInTrouble, podsWarnedOf, type Troubled } from './read-overview.ts';
import { useWarnings } from './use-warnings.ts';

const REFRESH_MS = 15_000;

/** The health of a row as its kind file reads it, or its STATUS word where it has none. */
function useHealthOf(cluster: string, plural: string): (view: RowView) => Health {
  const { resources } = useDiscovery(cluster);
  const kind = useKind(findResource(resources, '', plural));
  return (view) => kind?.health?.(view) ?? wordHealth(view.cell('Status')) ?? 'unknown';
}

/** Nodes that are not simply Ready. */
export function TroubledNodes({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation('overview');
  const healthOf = useHealthOf(cluster, 'nodes');
  const query = useQuery({
    queryKey: ['overview-nodes', cluster],
    queryFn: ({ signal }) => nodesInTrouble(cluster, healthOf, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel title={t('nodes.title')} calm={t('nodes.calm')} query={query}>
      {(items) => <Rows cluster={cluster} plural="nodes" items={items} />}
    </Panel>
  );
}

/** Pods that do not do their work. */
export function TroubledPods({ cluster, scope }: { readonly cluster: string; readonly scope: Scope }) {
  const { t } = useTranslation('overview');
  const healthOf = useHealthOf(cluster, 'pods');
  const { data: warnings, isPending } = useWarnings(cluster, scope);
  const warned = podsWarnedOf(warnings ?? []);
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['overview-pods', cluster, scope, warned],
    queryFn: async ({ signal }) => {
      await requireList(client, cluster, { group: '', resource: 'pods' }, scope);
      return podsInTrouble(cluster, scope, warned, healthOf, signal);
    },
    // without the right to read events the other pods are still worth knowing
    enabled: !isPending,
    placeholderData: keepPreviousData,
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
      {items.map(({ namespace, name, status, health }) => (
        <li key={`${namespace}/${name}`} className={classes.row}>
          <span className={classes.status}>
            <HealthMark health={health} label={status} />
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
