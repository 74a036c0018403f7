import { createContext, useContext } from 'react';
import type { LiveSource } from './live-source.ts';

/** The tab's live client. Provided by the app; tests provide a fake {@link LiveSource}. */
export const LiveClientContext = createContext<LiveSource | undefined>(undefined);

/** The tab's live client; an error outside its provider, since a list without one would silently stay empty. */
export function useLiveClient(): LiveSource {
  const client = useContext(LiveClientContext);
  if (client === undefined) throw new Error('LiveClientContext has no provider');
  return client;
}
