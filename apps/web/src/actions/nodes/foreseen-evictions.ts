import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { evictedAfter, type Taint } from '../../api/scheduling/taints.ts';

interface ForeseenEviction {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** seconds */
  readonly after: number;
  /** a static pod: its kubelet makes it again */
  readonly mirror: boolean;
}

/** The pods that the taints would evict, or evict sooner, than those that are there; the soonest first. */
export function foreseenEvictions(
  pods: readonly KubeObject[],
  now: readonly Taint[],
  then: readonly Taint[],
): readonly ForeseenEviction[] {
  return pods
    .flatMap((pod): ForeseenEviction[] => {
      const { uid, name, namespace = '', annotations = {}, deletionTimestamp } = pod.metadata;
      const ended = ['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase'));
      if (ended || deletionTimestamp !== undefined) return [];
      const tolerations = listAt(pod, 'spec.tolerations');
      const after = evictedAfter(tolerations, then);
      const before = evictedAfter(tolerations, now);
      if (after === undefined || (before !== undefined && before <= after)) return [];
      return [{ uid, namespace, name, after, mirror: Object.hasOwn(annotations, 'kubernetes.io/config.mirror') }];
    })
    .sort((a, b) => a.after - b.after || a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name));
}
