import { apiPath } from '@quarterdeck/shared/resource-path';
import type { ContainerName } from './exec-problem.ts';
import type { LogRange } from './log-follower-options.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** The address of a container's log: from `since` on where some of it was read, else what the view asked for. */
export function logPath(
  { namespace, pod, container }: ContainerName,
  range: LogRange,
  { previous, since }: { readonly previous: boolean; readonly since: string },
): string {
  const query = new URLSearchParams({ container, timestamps: 'true' });
  if (range.follow && !previous) query.set('follow', 'true');
  if (previous) query.set('previous', 'true');
  if (since !== '') query.set('sinceTime', since);
  else {
    if (range.tailLines !== undefined) query.set('tailLines', String(range.tailLines));
    if (range.sinceTime !== undefined) query.set('sinceTime', range.sinceTime);
    else if (range.sinceSeconds !== undefined) query.set('sinceSeconds', String(range.sinceSeconds));
  }
  return `${apiPath(PODS, { namespace, name: pod, subresource: 'log' })}?${query}`;
}
