import { ProblemError } from '@quarterdeck/shared/problem';
import { QueryClient } from '@tanstack/react-query';
import type { SessionStore } from '../api/session-store.ts';

const MAX_RETRIES = 2;

/** Only what may pass by itself is asked again: no answer, overload. A refusal stays a refusal. */
function mayPass(error: unknown): boolean {
  return error instanceof ProblemError && (error.problem.status >= 502 || error.problem.status === 429);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (count, error) => count < MAX_RETRIES && mayPass(error),
        staleTime: 10_000,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

/**
 * Keeps what was read with one session from being shown in another: at sign-out, and when somebody else signs in. When the
 * same person signs in again, everything is merely read anew.
 */
export function followSessions(queryClient: QueryClient, sessions: SessionStore): () => void {
  return sessions.subscribe(({ before, after }) => {
    const userBefore = 'session' in before ? before.session.user.name : undefined;
    const userAfter = 'session' in after ? after.session.user.name : undefined;
    if (userBefore === undefined) return;
    if (userAfter !== userBefore) queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'config' });
    else if (before.status === 'expired' && after.status === 'signed-in') void queryClient.invalidateQueries();
  });
}
