import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { useSyncExternalStore } from 'react';
import { type SessionState, sessionStore } from './session-store.ts';

/** What is known of the session on a cluster; re-renders when it changes. */
export function useSessionState(cluster: string): SessionState {
  return useSyncExternalStore(sessionStore.subscribe, () => sessionStore.state(cluster));
}

/** The session on a cluster, also while it is over and waits to be renewed; undefined when there is none. */
export function useSession(cluster: string): SessionInfo | undefined {
  return useSyncExternalStore(sessionStore.subscribe, () => sessionStore.session(cluster));
}
