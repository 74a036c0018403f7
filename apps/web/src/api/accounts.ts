import type { AccountInfo, Accounts, OidcStart, SessionInfo, SignInMode } from '@quarterdeck/shared/bff-api';
import { apiFetch } from './api-fetch.ts';
import { sessionStore } from './session-store.ts';

/** The accounts that are signed in and kept in this browser, on every cluster. */
export async function readAccounts(signal?: AbortSignal): Promise<readonly AccountInfo[]> {
  await sessionStore.left();
  const response = await apiFetch('/api/accounts', signal ? { signal } : {});
  return ((await response.json()) as Accounts).accounts;
}

/** Makes an account of this browser the present one of its cluster. */
export async function switchAccount({
  cluster,
  account,
}: Pick<AccountInfo, 'cluster' | 'account'>): Promise<SessionInfo> {
  const response = await apiFetch(`/api/clusters/${encodeURIComponent(cluster)}/account`, {
    method: 'PUT',
    body: JSON.stringify({ account }),
    headers: { 'content-type': 'application/json' },
  });
  const session = (await response.json()) as SessionInfo;
  sessionStore.take(session);
  return session;
}

/** Where the browser goes to sign in at an OpenID provider; it comes back to `next`. */
export async function startOidc(
  cluster: string,
  provider: string,
  { next, mode }: { readonly next?: string | undefined; readonly mode?: SignInMode | undefined },
): Promise<string> {
  const response = await apiFetch(`/api/clusters/${encodeURIComponent(cluster)}/oidc/${encodeURIComponent(provider)}`, {
    method: 'POST',
    body: JSON.stringify({ ...(next === undefined ? {} : { next }), ...(mode === undefined ? {} : { mode }) }),
    headers: { 'content-type': 'application/json' },
  });
  return ((await response.json()) as OidcStart).url;
}
