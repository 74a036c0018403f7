import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { useCallback, useSyncExternalStore } from 'react';
import { onTick } from '../ui/ticker.ts';

/** A person should have the time to fetch a new token. */
const SOON_SECONDS = 5 * 60;

/** What ends within the next minutes and needs the person: the token, or the session itself. */
export function useEndsSoon(session: SessionInfo | undefined): 'token' | 'session' | undefined {
  return useSyncExternalStore(
    onTick,
    useCallback(() => (session === undefined ? undefined : endsSoon(session, Date.now() / 1000)), [session]),
  );
}

export function endsSoon(session: SessionInfo, now: number): 'token' | 'session' | undefined {
  const { tokenExpiresAt, sessionExpiresAt, renewsItself } = session;
  if (!renewsItself && tokenExpiresAt !== null && tokenExpiresAt - now < SOON_SECONDS) return 'token';
  return sessionExpiresAt - now < SOON_SECONDS ? 'session' : undefined;
}
