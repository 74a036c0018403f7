import { numberAt } from '../../api/read-field.ts';
import type { EventFacts } from '../../live/read-event.ts';
import type { Words } from '../../ui/use-words.ts';

export type HookRole = 'postStart' | 'preStop';

/** What the API server fills in where a pod does not say how long it may take to end. */
const GRACE_SECONDS = 30;

/** What follows from a hook: what waits for it, and what its failure does. */
export function hookWords(role: HookRole, podSpec: unknown, t: Words): string {
  return t(`hook.${role}`, { seconds: numberAt(podSpec, 'terminationGracePeriodSeconds') ?? GRACE_SECONDS });
}

const FAILURES: ReadonlyMap<string, HookRole> = new Map([
  ['FailedPostStartHook', 'postStart'],
  ['FailedPreStopHook', 'preStop'],
]);

/** The newest failure of each hook, by "container/role", as a pod's events tell it. */
export function hookFailures(events: Iterable<EventFacts>): ReadonlyMap<string, EventFacts> {
  const found = new Map<string, EventFacts>();
  for (const event of events) {
    const role = FAILURES.get(event.reason);
    const container = /^spec\.(?:init)?[cC]ontainers\{(.+)\}$/.exec(event.part)?.[1];
    if (role === undefined || container === undefined) continue;
    const key = `${container}/${role}`;
    const before = found.get(key);
    if (before === undefined || event.last > before.last) found.set(key, event);
  }
  return found;
}
