import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { namespacesSegment, parseNamespaces } from '../api/addresses.ts';
import { recall, remember } from '../api/browser-memory.ts';

function key(cluster: string): string {
  return `namespaces.${cluster}`;
}

/** Remembers the namespaces that were last looked at on a cluster. */
export function rememberNamespaces(cluster: string, namespaces: readonly string[] | null): void {
  remember(key(cluster), namespacesSegment(namespaces));
}

/** The namespaces to land in when the address names none: those of the last visit, else the token's own, else `default`. */
export function landingNamespaces(
  lastUsed: string | null,
  session: Pick<SessionInfo, 'homeNamespace'> | undefined,
): readonly string[] | null {
  if (lastUsed !== null && lastUsed !== '') return parseNamespaces(lastUsed);
  return [session?.homeNamespace ?? 'default'];
}

/** What this browser remembers of a cluster's namespaces. */
export function lastNamespaces(cluster: string): string | null {
  return recall(key(cluster));
}

/** {@link landingNamespaces} with what this browser remembers. */
export function namespacesFor(
  cluster: string,
  session: Pick<SessionInfo, 'homeNamespace'> | undefined,
): readonly string[] | null {
  return landingNamespaces(lastNamespaces(cluster), session);
}

/** Only addresses within the app are followed after signing in: `?next=` is written by whoever made the link. */
export function safeNext(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/clusters\/[^\\]*$/.test(next) ? next : undefined;
}
