import { announceSessionOver } from '../api/api-fetch.ts';
import { publicPath } from '../api/base-path.ts';
import { sessionStore } from '../api/session-store.ts';
import { LiveClient } from '../live/live-client.ts';

/** After a refusal that the session does not explain, so that a misconfigured proxy is not asked without end. */
const REFUSED_RETRY_MS = 5000;

/** Asks the BFF about every session of this tab: the socket serves them all and does not say whose has ended. */
async function askSessions(): Promise<boolean> {
  const states = await Promise.all(sessionStore.signedIn().map((cluster) => sessionStore.load(cluster)));
  return states.some(({ status }) => status === 'signed-in');
}

/** A refused upgrade (HTTP 401, say) reaches a page as a close without a reason: it may mean that the session is over. */
class CheckedWebSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    let opened = false;
    this.addEventListener('open', () => {
      opened = true;
    });
    this.addEventListener('close', () => {
      if (!opened) void askSessions();
    });
  }
}

/** The tab's live client, tied to the sessions: it runs while there is one, and its end asks for a sign-in. */
export function startLive(): LiveClient {
  const live = new LiveClient({
    url: `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}${publicPath('/api/live')}`,
    csrf: () => sessionStore.csrf(),
    WebSocket: CheckedWebSocket,
    onCredentialRefused: announceSessionOver,
    onSessionEnded: () => {
      void askSessions().then((alive) => {
        if (alive) setTimeout(() => live.reconnect(), REFUSED_RETRY_MS);
      });
    },
  });
  sessionStore.subscribe(({ before, after }) => {
    const csrfBefore = before.status === 'signed-in' ? before.session.csrf : undefined;
    const csrfAfter = after.status === 'signed-in' ? after.session.csrf : undefined;
    if (csrfAfter === csrfBefore) return;
    if (sessionStore.signedIn().length === 0) live.stop();
    else {
      live.start();
      live.reconnect();
    }
  });
  return live;
}
