import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listPath } from '../../api/addresses.ts';
import { requireList } from '../../api/ask-right.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { countIn, type Scope } from '../../api/object-count.ts';
import { AppLink } from '../../ui/app-link.tsx';
import classes from './overview.module.css';

const REFRESH_MS = 30_000;
const COUNTED = [
  ['', 'nodes'],
  ['', 'namespaces'],
  ['', 'pods'],
  ['apps', 'deployments'],
  ['apps', 'statefulsets'],
  ['apps', 'daemonsets'],
  ['batch', 'jobs'],
  ['', 'services'],
  ['', 'persistentvolumeclaims'],
] as const;

/** How many there are of what one counts first; each a link to its list. */
export function Counts({ cluster, scope }: { readonly cluster: string; readonly scope: Scope }) {
  const { t, i18n } = useTranslation('overview');
  const { resources } = useDiscovery(cluster);
  const client = useQueryClient();
  const counted = COUNTED.map(([group, plural]) => findResource(resources, group, plural)).filter(
    (resource): resource is DiscoveredResource => resource !== undefined && (resource.namespaced || scope === null),
  );
  const counts = useQueries({
    queries: counted.map((resource) => ({
      queryKey: ['overview-count', cluster, scope, resource.group, resource.resource],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        await requireList(client, cluster, resource, scope);
        return countIn(
          cluster,
          scope,
          {
            prefix: resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`,
            plural: resource.resource,
            namespaced: resource.namespaced,
          },
          signal,
        );
      },
      refetchInterval: REFRESH_MS,
    })),
  });
  return (
    <ul className={classes.counts} aria-label={t('counts')}>
      {counted.map((resource, index) => {
        const { data, isError } = counts[index] ?? {};
        return (
          <li key={resource.resource}>
            <AppLink to={listPath(cluster, resource, scope)} className={classes.count}>
              <span className={classes.number}>
                {data === undefined
                  ? isError
                    ? '–'
                    : ' '
                  : `${data.number.toLocaleString(i18n.language)}${data.least ? '+' : ''}`}
              </span>
              <span className={classes.what}>{pluralTitle(resource)}</span>
            </AppLink>
          </li>
        );
      })}
    </ul>
  );
}
