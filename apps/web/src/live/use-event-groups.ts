import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { EventGroups } from './event-groups.ts';
import { useLiveClient } from './live-context.ts';
import type { LiveStore } from './live-store.ts';

/** Events by object and reason, live; see {@link EventGroups}. */
export function useEventGroups(query: LiveQuery): LiveStore & Pick<EventGroups, 'membersOf'> {
  const client = useLiveClient();
  const key = JSON.stringify(query);
  // events of another place must never be shown under this title
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` makes the groups
  const groups = useMemo(() => new EventGroups(), [client, key]);
  useEffect(() => groups.connect(client, JSON.parse(key) as LiveQuery), [client, key, groups]);
  const status = useSyncExternalStore(groups.subscribe, groups.getStatus);
  const { store, history, retry } = groups;
  const membersOf = useCallback((key: string) => groups.membersOf(key), [groups]);
  return { store, status, history, retry, membersOf };
}
