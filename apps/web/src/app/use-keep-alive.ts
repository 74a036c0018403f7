import { useEffect } from 'react';
import { onPersonActive } from '../api/person-activity.ts';
import { sessionStore } from '../api/session-store.ts';
import { useSession } from '../api/use-session.ts';

const LONGEST_MS = 5 * 60_000;
/** setTimeout's limit is 2^31 ms; tokens may live longer. */
const MAX_TIMER_MS = 24 * 3600_000;

/**
 * Keeps a session from going idle while the person is at work: live lists need no requests, so reading one for an hour
 * would look like idleness to the BFF. Also asks at the moment the token or the session ends, so that the page says it.
 */
export function useKeepAlive(cluster: string): void {
  const session = useSession(cluster);
  const idleSeconds = session?.idleTimeoutSeconds;
  const endsAt =
    session === undefined
      ? undefined
      : Math.min(session.sessionExpiresAt, session.tokenExpiresAt ?? Number.POSITIVE_INFINITY);

  useEffect(() => {
    if (idleSeconds === undefined) return;
    const every = Math.min(LONGEST_MS, (idleSeconds * 1000) / 3);
    let last = Date.now();
    return onPersonActive(() => {
      if (Date.now() - last < every) return;
      last = Date.now();
      if (sessionStore.state(cluster).status === 'signed-in') void sessionStore.load(cluster);
    });
  }, [cluster, idleSeconds]);

  useEffect(() => {
    if (endsAt === undefined) return;
    const left = endsAt * 1000 - Date.now();
    if (left > MAX_TIMER_MS) return;
    const timer = setTimeout(() => {
      if (sessionStore.state(cluster).status === 'signed-in') void sessionStore.load(cluster);
    }, Math.max(0, left) + 1000);
    return () => clearTimeout(timer);
  }, [cluster, endsAt]);
}
