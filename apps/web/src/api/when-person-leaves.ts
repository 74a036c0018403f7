import { sessionStore } from './session-store.ts';

/** Calls `forget` when a cluster's session goes to another person, or to nobody: what one has left is not for the next. */
export function whenPersonLeaves(forget: (cluster: string) => void): () => void {
  return sessionStore.subscribe(({ cluster, before, after }) => {
    const userBefore = 'session' in before ? before.session.user.name : undefined;
    const userAfter = 'session' in after ? after.session.user.name : undefined;
    if (userBefore !== undefined && userBefore !== userAfter) forget(cluster);
  });
}
