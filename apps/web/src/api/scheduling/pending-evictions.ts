import { listAt, textAt } from '../read-field.ts';
import { evictedAfter, taintsOf } from './taints.ts';

export interface PendingEviction {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** seconds that it tolerates the taints */
  readonly after: number;
  /** milliseconds; undefined: nothing says since when the taint is there */
  readonly at?: number;
}

/** The pods that the NoExecute taints of their node will evict (T-42), the soonest first. */
export function pendingEvictions(node: unknown, pods: readonly unknown[]): readonly PendingEviction[] {
  const taints = taintsOf(node);
  const since = Math.max(
    ...listAt(node, 'spec.taints')
      .filter((taint) => textAt(taint, 'effect') === 'NoExecute')
      // NaN, where one has no time, makes the whole unknown
      .map((taint) => Date.parse(textAt(taint, 'timeAdded'))),
  );
  return pods
    .flatMap((pod): PendingEviction[] => {
      const after = evictedAfter(listAt(pod, 'spec.tolerations'), taints);
      if (after === undefined || textAt(pod, 'metadata.deletionTimestamp') !== '') return [];
      const start = Date.parse(textAt(pod, 'status.startTime'));
      // a pod that came later has its time from then on
      const at = Math.max(since, Number.isNaN(start) ? since : start) + after * 1000;
      return [
        {
          uid: textAt(pod, 'metadata.uid'),
          namespace: textAt(pod, 'metadata.namespace'),
          name: textAt(pod, 'metadata.name'),
          after,
          ...(Number.isFinite(at) ? { at } : {}),
        },
      ];
    })
    .sort((a, b) => a.after - b.after || a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name));
}
