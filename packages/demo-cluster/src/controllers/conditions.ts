import type { Condition } from './kinds.ts';
import { timestamp } from './time.ts';

/** Sets a condition in a list; its transition time moves only when its status does. */
export function setCondition(conditions: Condition[], next: Condition, now: number): void {
  const at = conditions.findIndex((one) => one.type === next.type);
  const before = conditions[at];
  const transition =
    before?.status === next.status && before.lastTransitionTime ? before.lastTransitionTime : timestamp(now);
  const stored: Condition = { ...before, ...next, lastTransitionTime: transition };
  if (stored.reason === undefined) delete stored.reason;
  if (stored.message === undefined) delete stored.message;
  if (at < 0) conditions.push(stored);
  else conditions[at] = stored;
}
