import { useEffect, useSyncExternalStore } from 'react';
import type { DockTab } from '../../api/dock-store.ts';
import { dockStore } from '../../api/dock-store.ts';
import { sessionStore } from '../../api/session-store.ts';

/**
 * Whether the terminals of a cluster may be shown: to who is signed in there. Terminals of somebody who signed out are taken
 * away with what they show; those of a session that is over stay to be read until then.
 */
export function useDockSessions(tabs: readonly DockTab[]): (cluster: string) => boolean {
  const clusters = [
    ...new Set(tabs.flatMap(({ terminals }) => terminals.map(({ request }) => request.cluster))),
  ].sort();
  const key = JSON.stringify(clusters);
  const states = useSyncExternalStore(sessionStore.subscribe, () =>
    JSON.stringify((JSON.parse(key) as string[]).map((cluster) => sessionStore.state(cluster).status)),
  );

  useEffect(() => {
    const all = JSON.parse(key) as string[];
    for (const [at, status] of (JSON.parse(states) as string[]).entries()) {
      const cluster = all[at] ?? '';
      if (status === 'unknown') void sessionStore.load(cluster);
      else if (status === 'signed-out') closeAll(cluster);
    }
  }, [key, states]);

  useEffect(
    () =>
      sessionStore.subscribe(({ cluster, before, after }) => {
        // somebody else has signed in over the page
        if (before.status !== 'expired' || after.status !== 'signed-in') return;
        if (before.session.user.name !== after.session.user.name) closeAll(cluster);
      }),
    [],
  );

  return (cluster) => {
    const { status } = sessionStore.state(cluster);
    return status === 'signed-in' || status === 'expired';
  };
}

function closeAll(cluster: string): void {
  const terminals = dockStore.state().tabs.flatMap((tab) => tab.terminals);
  dockStore.close(terminals.filter(({ request }) => request.cluster === cluster).map(({ id }) => id));
}
