import { sessionStore } from '../api/session-store.ts';
import { LiveClient } from '../live/live-client.ts';

/** After a refusal that the session does not explain, so that a misconfigured proxy is not asked without end. */
const REFUSED_RETRY_MS = 5000;

/** The tab's live client, tied to the sessions: renewed when one begins, and asking for a sign-in when one ends. */
export function startLive(): LiveClient {
  const live = new LiveClient({
    url: `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/api/live`,
    csrf: () => sessionStore.csrf(),
    onSessionEnded: () => {
      // the socket serves every cluster of this tab and does not say whose session ended: ask
      const asked = sessionStore.signedIn();
      void Promise.all(asked.map((cluster) => sessionStore.load(cluster))).then((states) => {
        if (states.some(({ status }) => status === 'signed-in')) setTimeout(() => live.reconnect(), REFUSED_RETRY_MS);
      });
    },
  });
  sessionStore.subscribe(({ before, after }) => {
    const csrfBefore = before.status === 'signed-in' ? before.session.csrf : undefined;
    const csrfAfter = after.status === 'signed-in' ? after.session.csrf : undefined;
    if (csrfAfter !== undefined && csrfAfter !== csrfBefore) live.reconnect();
  });
  live.start();
  return live;
}
