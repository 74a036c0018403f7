import type { Health } from './define-kind.ts';

/** The kubelet and the garbage collector may be this late without anything being wrong. */
const LATE_MS = 60_000;

/**
 * The health of an object that is being deleted, by its metadata.deletionTimestamp: the moment at which its grace is over. What
 * is still there a while after that is held by something.
 */
export function terminatingHealth(deletionTimestamp: unknown): Health {
  return Date.now() > Date.parse(String(deletionTimestamp)) + LATE_MS ? 'warning' : 'progressing';
}
