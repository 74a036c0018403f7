import type { Pod } from '../controllers/kinds.ts';

const STEP_MS = 10_000;
const MAX_MS = 300_000;

/** How long the kubelet waits before it starts a container again that has failed so often: 10 s, 20 s, … 5 min. */
export function backOffMs(failures: number): number {
  return Math.min(STEP_MS * 2 ** Math.max(failures - 1, 0), MAX_MS);
}

/** The words of the BackOff event. */
export function backOffReminder({ metadata: { name, namespace, uid } }: Pod, container: string): string {
  return `Back-off restarting failed container ${container} in pod ${name}_${namespace}(${uid})`;
}

/** The message of CrashLoopBackOff. */
export function backOffMessage({ metadata: { name, namespace, uid } }: Pod, container: string, waitMs: number): string {
  const minutes = Math.floor(waitMs / 60_000);
  const text = minutes === 0 ? `${waitMs / 1000}s` : `${minutes}m${(waitMs % 60_000) / 1000}s`;
  return `back-off ${text} restarting failed container=${container} pod=${name}_${namespace}(${uid})`;
}
