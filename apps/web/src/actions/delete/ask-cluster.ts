import { k8sJson } from '../../api/api-fetch.ts';
import { countOf, TABLE } from '../../api/object-count.ts';
import type { DeletionAsk } from '../../kinds/deletion.ts';

/** The server leaves the number of the rest out where a selector picks: then this many are looked at. */
const SELECTED = 500;

/** Questions to one cluster; what it refuses or does not know is undefined. */
export function askCluster(cluster: string, signal: AbortSignal): DeletionAsk {
  return {
    read: (path) => k8sJson<unknown>(cluster, path, { signal }).catch(() => undefined),
    count: (path) =>
      k8sJson<Parameters<typeof countOf>[0]>(
        cluster,
        path.includes('?') ? `${path}&limit=${SELECTED}&includeObject=None` : `${path}?limit=1&includeObject=None`,
        { signal, headers: { accept: TABLE } },
      ).then(
        (page) => {
          const { number, least } = countOf(page);
          return least ? undefined : number;
        },
        () => undefined,
      ),
  };
}
