import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { cellAt } from '../../live/row.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { SafeLink } from '../../ui/safe-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';
import { nodeAddresses, nodePorts } from './node-addresses.ts';

/** All nodes open a node port: a few of them tell where it is. */
const NODES = '/api/v1/nodes?limit=20';

/** Which addresses are behind a Service, and where the nodes open it; loaded lazily, hence the default export (TUT-37). */
export default function ReachSection({ target, object }: DetailProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const { cluster, namespace = '', name } = target;
  const endpoints = useGatheredRows<string>(() => [
    {
      id: 'endpoints',
      query: {
        cluster,
        resource: 'v1/endpoints',
        namespaces: [namespace],
        fieldSelector: `metadata.name=${name}`,
        fields: [],
        mode: 'rows',
      },
      read: (columns) => {
        const column = columns.findIndex((each) => each.name === 'Endpoints');
        return (row) => String(cellAt(row, column) ?? '');
      },
    },
  ]);
  const isOpen = nodePorts(object, []).length > 0;
  const nodes = useQuery({
    queryKey: ['service-nodes', cluster],
    queryFn: async ({ signal }) => nodeAddresses(listAt(await k8sJson<unknown>(cluster, NODES, { signal }), 'items')),
    enabled: isOpen,
    staleTime: 60_000,
    retry: false,
  });
  const [addresses = ''] = endpoints.items.get('endpoints')?.values() ?? [];
  const isRead = endpoints.statuses.get('endpoints')?.state === 'live';
  const why = nodes.error === null ? 'hint' : problemOfError(nodes.error).status === 403 ? 'refused' : 'unread';
  const ports = nodePorts(object, nodes.data ?? []);
  return (
    <>
      <FactList
        items={[
          {
            id: 'endpoints',
            label: t('fact.endpoints'),
            value: isRead || addresses !== '' ? safeText(addresses || '<none>') : words('waiting'),
          },
        ]}
      />
      {!isOpen ? null : (
        <>
          <SimpleTable
            label={words('reach.nodePorts')}
            columns={[t('col.port'), t('col.nodePort'), words('reach.open')]}
            rows={ports.map(({ port, nodePort, urls }) => ({
              id: nodePort,
              cells: [
                port,
                nodePort,
                urls.length === 0
                  ? '–'
                  : urls.map((url) => (
                      <div key={url}>
                        <SafeLink href={url} />
                      </div>
                    )),
              ],
            }))}
          />
          <p className={classes.dim}>
            {words(`reach.${why}`)}
            {textAt(object, 'spec.externalTrafficPolicy') === 'Local' ? ` ${words('reach.local')}` : ''}
          </p>
        </>
      )}
    </>
  );
}
