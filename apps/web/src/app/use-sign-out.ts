import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { sessionStore } from '../api/session-store.ts';

/** Signs out of a cluster: what was read with the session is forgotten (query-client.ts), and the sign-in page comes. */
export function useSignOut(): (cluster: string) => void {
  const router = useRouter();
  return useCallback(
    (cluster) => {
      const told = sessionStore.signOut(cluster);
      router.history.push(`/sign-in?cluster=${encodeURIComponent(cluster)}`);
      // the person is signed out here in any case; a BFF that is down ends the session by its idle time
      told.then(leaveFor, () => undefined);
    },
    [router],
  );
}

/** Goes to where an OpenID provider ends its own session. */
export function leaveFor(logoutUrl: string | null): void {
  if (logoutUrl !== null && /^https:/.test(logoutUrl)) location.assign(logoutUrl);
}
