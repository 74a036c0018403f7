import { sessionStore } from '../api/session-store.ts';

/**
 * Asks for what the page of an address will need as soon as the app runs, beside the words and not after them: the session, and
 * the code of lists, which is not waited for here. What fails is asked for again, and told, by what needs it.
 */
export function askAhead(path: string): void {
  const [, cluster = '', page] = /^\/clusters\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
  if (cluster === '') return;
  try {
    void sessionStore.load(decodeURIComponent(cluster));
  } catch {
    // no address of ours: the router says so
    return;
  }
  if (page !== undefined) import('../features/resource-list/list-page.tsx').catch(() => {});
}
