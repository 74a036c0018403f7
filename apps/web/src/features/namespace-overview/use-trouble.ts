import { useContext, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { useDiscovery } from '../../api/discovery.ts';
import type { Health } from '../../kinds/define-kind.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { type WorkloadKind, workloadFacts, workloadKinds, workloadSource } from '../../kinds/workload-rows.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import type { Row } from '../../live/row.ts';
import type { RowStore } from '../../live/row-store.ts';
import { useMergedRows } from '../../live/use-merged-rows.ts';

/** What is worst comes first; the rest is fine. */
const TROUBLE: readonly Health[] = ['failed', 'unknown', 'warning', 'progressing'];

export interface Trouble {
  readonly store: RowStore;
  readonly status: LiveStatus;
  readonly kinds: ReadonlyMap<string, WorkloadKind>;
  /** uids of what does not do its work, the worst first */
  readonly troubled: readonly string[];
  /** live numbers by "group/plural"; none for kinds that are not live (yet) */
  readonly counts: ReadonlyMap<string, number>;
}

const bucket = (row: Row) => `${workloadFacts(row).kind} ${workloadFacts(row).health}`;

/** The workloads and all pods of a namespace, live: how many, and which of them need a look. */
export function useTrouble(cluster: string, namespace: string): Trouble {
  const { resources } = useDiscovery(cluster);
  const definitions = useContext(KindsContext);
  const { served } = useMemo(() => workloadKinds(resources, definitions), [resources, definitions]);
  const kinds = useMemo(() => new Map(served.map((kind) => [kind.id, kind])), [served]);
  const sources = useMemo(
    () =>
      served.map((kind) =>
        // a Deployment in trouble is explained by its pods, not by the ReplicaSet between them
        workloadSource(kind, cluster, [namespace], { owned: kind.id === '/pods' }),
      ),
    [served, cluster, namespace],
  );
  const { store, status, sources: states } = useMergedRows(sources);

  useLayoutEffect(() => {
    store.setView({
      bucketOf: bucket,
      buckets: new Set([...kinds.keys()].flatMap((id) => TROUBLE.map((health) => `${id} ${health}`))),
      sortKey: (row) => TROUBLE.indexOf(workloadFacts(row).health),
    });
  }, [store, kinds]);
  const { order, counts: byBucket } = useSyncExternalStore(store.subscribe, store.getSnapshot);

  const counts = useMemo(() => {
    const sums = new Map<string, number>();
    for (const kind of served) {
      // of the others some are left out, which a count may not do
      const whole = kind.definition.workload === 'each' || kind.id === '/pods';
      if (whole && states.get(kind.id)?.state === 'live') sums.set(kind.id, 0);
    }
    for (const [key, count] of byBucket) {
      const id = key.slice(0, key.lastIndexOf(' '));
      const sum = sums.get(id);
      if (sum !== undefined) sums.set(id, sum + count);
    }
    return sums;
  }, [served, states, byBucket]);

  return { store, status, kinds, troubled: order, counts };
}
