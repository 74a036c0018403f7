import { canonical } from '@quarterdeck/shared/quantity-text';
import { useMemo } from 'react';
import { entriesAt, textAt } from '../../api/read-field.ts';
import { reservedOf } from '../../api/scheduling/node-amounts.ts';
import { type Amounts, percentOf } from '../../api/scheduling/pod-resources.ts';
import { allocated, type NodePod, nodePodsQuery, readNodePod, resourceOrder } from '../../live/node-pods.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { Age } from '../../ui/age.tsx';
import { CellView } from '../../ui/cell-view.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import classes from './allocated.module.css';
import { useNodeMetrics } from './use-node-metrics.ts';

/** Pods in the table at once; the list of pods has them all. */
const MOST_PODS = 250;
const NONE: ReadonlyMap<string, NodePod> = new Map();

/** What a node has, what its pods have asked of it, and the pods, live; loaded lazily, hence the default export. */
export default function AllocatedSection({ target, object }: DetailProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const node = useWords('nodes');
  const { cluster, name } = target;
  const metrics = useNodeMetrics(cluster, name);
  const { items, statuses } = useGatheredRows<NodePod>(() => [
    { id: 'pods', query: nodePodsQuery(cluster, name), read: readNodePod },
  ]);
  const pods = items.get('pods') ?? NONE;
  const status = statuses.get('pods');
  const sums = useMemo(() => allocated(pods.values()), [pods]);
  const unknown = [...pods.values()].filter(({ known }) => !known).length;
  const whole = amountsAt(object, 'status.allocatable');
  const capacity = amountsAt(object, 'status.capacity');
  const reserved = reservedOf(capacity, whole);
  const sorted = [...pods.values()].sort(
    (a, b) => a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name),
  );
  const counted = status?.state === 'live' || pods.size > 0;
  const share = (amounts: Amounts, resource: string) =>
    counted ? <Share key={resource} amount={amounts.get(resource) ?? '0'} whole={whole.get(resource) ?? ''} /> : '…';

  return (
    <>
      <SimpleTable
        label={words('nodePage.allocated')}
        columns={[
          t('col.resource'),
          t('col.capacity'),
          node('amounts.reserved'),
          t('col.allocatable'),
          words('nodePage.requests'),
          words('nodePage.limits'),
          node('amounts.used'),
        ]}
        rows={[
          ...resourceOrder(capacity, whole, sums.requests, sums.limits).map((resource) => ({
            id: resource,
            cells: [
              safeText(resource),
              safeText(capacity.get(resource) ?? '–'),
              safeText(reserved.get(resource) ?? '–'),
              safeText(whole.get(resource) ?? '–'),
              share(sums.requests, resource),
              share(sums.limits, resource),
              metrics.used.has(resource) ? (
                <Share key="used" amount={metrics.used.get(resource) ?? '0'} whole={whole.get(resource) ?? ''} />
              ) : (
                '–'
              ),
            ],
          })),
          {
            id: 'pods',
            cells: [
              'pods',
              safeText(capacity.get('pods') ?? '–'),
              safeText(reserved.get('pods') ?? '–'),
              safeText(whole.get('pods') ?? '–'),
              counted ? <Share key="pods" amount={`${pods.size}`} whole={whole.get('pods') ?? ''} /> : '…',
              '–',
              '–',
            ],
          },
        ]}
      />
      {metrics.state === 'served' ? null : (
        <p className={classes.dim}>{node(`amounts.${metrics.state === 'down' ? 'metricsDown' : 'noMetrics'}`)}</p>
      )}
      {metrics.problem === undefined ? null : <ProblemView compact problem={metrics.problem} />}
      <p className={classes.dim}>{words('nodePage.overcommit')}</p>
      {unknown === 0 ? null : <p className={classes.dim}>{words('nodePage.unknown', { count: unknown })}</p>}
      <h3 className={classes.title}>{words('nodePage.pods', { count: pods.size })}</h3>
      {status?.problem === undefined ? null : <ProblemView compact problem={status.problem} />}
      {sorted.length === 0 ? null : (
        <SimpleTable
          label={words('nodePage.pods', { count: pods.size })}
          columns={[
            t('col.namespace'),
            t('col.name'),
            words('nodePage.status'),
            words('nodePage.cpuRequests'),
            words('nodePage.cpuLimits'),
            words('nodePage.memoryRequests'),
            words('nodePage.memoryLimits'),
            words('nodePage.age'),
          ]}
          rows={sorted.slice(0, MOST_PODS).map((pod) => ({
            id: pod.uid,
            cells: [
              safeText(pod.namespace),
              <CellView key="name" cell={linkTo('', 'Pod', pod.name, pod.namespace)} cluster={cluster} />,
              safeText(pod.status),
              ...(['cpu', 'memory'] as const).flatMap((resource) =>
                [pod.requests, pod.limits].map((amounts) =>
                  pod.known ? shareText(amounts.get(resource) ?? '0', whole.get(resource) ?? '') : '?',
                ),
              ),
              <Age key="age" created={pod.created} />,
            ],
          }))}
        />
      )}
      {sorted.length > MOST_PODS ? (
        <p className={classes.dim}>{words('nodePage.morePods', { count: sorted.length - MOST_PODS })}</p>
      ) : null}
      {textAt(object, 'spec.unschedulable') === 'true' ? (
        <p className={classes.dim}>{words('nodePage.cordoned')}</p>
      ) : null}
    </>
  );
}

function amountsAt(object: unknown, path: string): Amounts {
  return new Map(entriesAt(object, path).map(([name, amount]) => [name, canonical(amount)]));
}

/** "850m (10%)", as kubectl describe writes it. */
function shareText(amount: string, whole: string): string {
  const percent = percentOf(amount, whole);
  return safeText(percent === undefined ? amount : `${amount} (${percent}%)`);
}

function Share({ amount, whole }: { readonly amount: string; readonly whole: string }) {
  const percent = percentOf(amount, whole);
  return (
    <span className={classes.share}>
      <span>{shareText(amount, whole)}</span>
      {percent === undefined ? null : (
        <span className={classes.bar} aria-hidden="true" data-over={percent > 100 || undefined}>
          <i style={{ width: `${Math.min(100, percent)}%` }} />
        </span>
      )}
    </span>
  );
}
