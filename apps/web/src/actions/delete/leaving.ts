import type { KubeObject } from '../../api/kube-object.ts';
import type { Finding } from '../../kinds/deletion.ts';

/** The kubelet and the garbage collector may be this late without anything being wrong. */
const LATE_MS = 10_000;

/** Who takes a finalizer of Kubernetes itself away, by its name; keys of sentences in namespace "deletion". */
const KNOWN_FINALIZERS: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/pvc-protection', 'finalizer.claim'],
  ['kubernetes.io/pv-protection', 'finalizer.volume'],
  ['foregroundDeletion', 'finalizer.foreground'],
  ['orphan', 'finalizer.orphan'],
  ['service.kubernetes.io/load-balancer-cleanup', 'finalizer.loadBalancer'],
  ['customresourcecleanup.apiextensions.k8s.io', 'finalizer.customResources'],
  ['batch.kubernetes.io/job-tracking', 'finalizer.jobTracking'],
  ['external-attacher', 'finalizer.attacher'],
]);

/** Sentences about finalizers: what each waits for. */
export function finalizerFindings(finalizers: readonly string[]): Finding[] {
  return finalizers.map((finalizer) => {
    const known = [...KNOWN_FINALIZERS].find(([name]) => finalizer === name || finalizer.startsWith(`${name}/`));
    return { about: 'holds', key: known?.[1] ?? 'finalizer.other', values: { finalizer } };
  });
}

export interface Leaving {
  /** epoch milliseconds at which the deletion was asked for */
  readonly since: number;
  /** epoch milliseconds at which its grace is over */
  readonly until: number;
  /** its grace has been over for a while, and it is still there */
  readonly late: boolean;
  readonly reasons: readonly Finding[];
}

/**
 * Why an object that is being deleted is still there; undefined: nobody deletes it. `deletionTimestamp` is the end of the grace period,
 * not its beginning (ObjectMeta). `now` in epoch milliseconds.
 */
export function leavingOf({ metadata }: Pick<KubeObject, 'metadata'>, now: number): Leaving | undefined {
  const until = Date.parse(metadata.deletionTimestamp ?? '');
  if (Number.isNaN(until)) return undefined;
  const graceSeconds = Number(metadata.deletionGracePeriodSeconds ?? 0);
  const late = now > until + LATE_MS;
  const finalizers = metadata.finalizers ?? [];
  const reasons: Finding[] =
    now < until && graceSeconds > 0
      ? [{ about: 'holds', key: 'leaving.grace', values: { seconds: graceSeconds } }]
      : [];
  reasons.push(...finalizerFindings(finalizers));
  if (reasons.length === 0) reasons.push({ about: 'holds', key: late ? 'leaving.late' : 'leaving.soon' });
  return { since: until - graceSeconds * 1000, until, late, reasons };
}
