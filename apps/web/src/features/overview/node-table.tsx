import { parseQuantity } from '@quarterdeck/shared/quantity';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { listAt } from '../../api/read-field.ts';
import { type Amounts, percentOf } from '../../api/scheduling/pod-resources.ts';
import { placedPodsQuery, readNodeOf, readNodePod } from '../../live/node-pods.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { ObjectLink } from '../../ui/object-link.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { type NodeLoad, nodeLoads, type PlacedPod, totalOf } from './node-loads.ts';
import classes from './overview.module.css';

const REFRESH_MS = 15_000;
const MOST_NODES = 500;
const NONE: ReadonlyMap<string, PlacedPod> = new Map();
const RESOURCES = ['cpu', 'memory'] as const;

/** Every node with what it has, what is asked of it and what it uses, and all of them together. */
export function NodeTable({ cluster }: { readonly cluster: string }) {
  const t = useWords('nodes');
  const metrics = findResource(useDiscovery(cluster).resources, 'metrics.k8s.io', 'nodes');
  const { data, error } = useQuery({
    queryKey: ['overview-node-loads', cluster, metrics?.version],
    queryFn: async ({ signal }) => {
      const [nodes, used] = await Promise.all([
        k8sJson<unknown>(cluster, `/api/v1/nodes?limit=${MOST_NODES}`, { signal }),
        // what is not known of use is no reason to show nothing
        metrics === undefined ? null : k8sJson<unknown>(cluster, apiPath(metrics), { signal }).catch(() => null),
      ]);
      return { nodes: listAt(nodes, 'items'), used: listAt(used, 'items') };
    },
    refetchInterval: REFRESH_MS,
    gcTime: 0,
    retry: false,
  });
  const { items, statuses } = useGatheredRows<PlacedPod>(() => [
    {
      id: 'pods',
      query: placedPodsQuery(cluster),
      read: (columns) => {
        const read = readNodePod(columns);
        return (row) => ({ ...read(row), node: readNodeOf(row) });
      },
    },
  ]);
  const pods = items.get('pods') ?? NONE;
  const status = statuses.get('pods');
  const loads = useMemo(() => nodeLoads(data?.nodes ?? [], pods.values(), data?.used ?? []), [data, pods]);
  if (error !== null) return <ProblemView problem={problemOfError(error)} compact />;
  if (data === undefined) return <p className={classes.calm}>{t('pending.looking')}</p>;
  const total = totalOf(loads);
  return (
    <>
      {status?.problem === undefined ? null : <ProblemView problem={status.problem} compact />}
      <div className={classes.wide}>
        <SimpleTable
          label={t('cluster.nodes')}
          columns={[
            t('pending.node'),
            t('scheduling.zone'),
            t('cluster.pods'),
            ...RESOURCES.flatMap((resource) =>
              (['has', 'requests', 'limits', 'used'] as const).map((part) => t(`cluster.${resource}.${part}`)),
            ),
          ]}
          rows={[
            ...loads.map((load) => ({
              id: load.name,
              cells: [
                <ObjectLink key="node" cluster={cluster} to={{ group: '', kind: 'Node', name: load.name }}>
                  {safeText(load.name)}
                </ObjectLink>,
                safeText(load.zone) || '–',
                ...amountCells(load),
              ],
            })),
            ...(loads.length > 1 ? [{ id: '', cells: [t('cluster.all'), '', ...amountCells(total)] }] : []),
          ]}
        />
      </div>
      {metrics === undefined ? <p className={classes.calm}>{t('amounts.noMetrics')}</p> : null}
    </>
  );
}

function amountCells({
  pods,
  allocatable,
  requests,
  limits,
  used,
}: Omit<NodeLoad, 'name' | 'zone'>): readonly string[] {
  return [
    safeText(`${pods} / ${allocatable.get('pods') ?? '–'}`),
    ...RESOURCES.flatMap((resource) => {
      const whole = allocatable.get(resource) ?? '';
      const part = (amounts: Amounts, none: string) => {
        const amount = amounts.get(resource) ?? none;
        const percent = percentOf(amount, whole);
        const text = short(amount, resource);
        return safeText(percent === undefined ? text : `${text} (${percent}%)`);
      };
      return [safeText(short(whole, resource)) || '–', part(requests, '0'), part(limits, '0'), part(used, '–')];
    }),
  ];
}

/** Memory of nodes in Gi: what the kubelets report is in Ki. */
function short(amount: string, resource: (typeof RESOURCES)[number]): string {
  const bytes = resource === 'memory' ? parseQuantity(amount) : undefined;
  return bytes === undefined ? amount : `${Number((bytes / 2 ** 30).toFixed(1))}Gi`;
}
