import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ProblemError } from '@quarterdeck/shared/problem';
import { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../live/clock.ts';
import { keepAlive } from '../live/heartbeat.ts';
import { pagePath } from './forward-request.ts';
import { proxyRefusal } from './preview-access.ts';
import { requestHeaders } from './preview-headers.ts';
import { proxyPath } from './preview-target.ts';
import type { Preview } from './previews.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;
const HIGH_WATER = 1024 * 1024;
const RESUME_MS = 20;
/** Rights may be taken away while a socket is open (CVE-2023-40025 and relatives). */
const RECHECK_MS = 60_000;
const PROTOCOL = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

const sockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAX_PAYLOAD_BYTES,
});

/** Joins a page's WebSocket with the one of its port: that is dialed first, and nothing is switched before it is open. */
export async function forwardSocket(
  preview: Preview,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  clock: Clock,
): Promise<void> {
  const { cluster, session, target, origin, signal } = preview;
  const { headers, url = '/' } = request;
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  const { 'accept-encoding': _encoding, ...kept } = requestHeaders(headers, origin, cluster.host);
  let upstream: WebSocket;
  try {
    const page = { path: pagePath(url, preview), headers: kept };
    const protocols = offered.filter((one) => PROTOCOL.test(one));
    upstream = await cluster.openSocket(session.credential, proxyPath(target), protocols, page);
  } catch (error) {
    refuseUpgrade(socket, error instanceof ProblemError ? error.problem.status : 502);
    return;
  }
  if (socket.destroyed || signal.aborted) {
    upstream.terminate();
    refuseUpgrade(socket, 410);
    return;
  }
  // the protocol that the port chose is the one that the browser is told
  if (upstream.protocol !== '') headers['sec-websocket-protocol'] = upstream.protocol;
  else delete headers['sec-websocket-protocol'];
  sockets.handleUpgrade(request, socket, head, (browser) => join(browser, upstream, preview, clock));
}

function join(browser: WebSocket, upstream: WebSocket, preview: Preview, clock: Clock): void {
  const { cluster, session, target, signal } = preview;
  const end = () => {
    browser.terminate();
    upstream.terminate();
  };
  let cancel = () => {};
  const recheckLater = () => {
    cancel = clock.after(RECHECK_MS, () => {
      void proxyRefusal(cluster, session, target).then((refusal) => {
        if (refusal !== null) end();
        else if (browser.readyState === WebSocket.OPEN) recheckLater();
      });
    });
  };
  recheckLater();
  signal.addEventListener('abort', end, { once: true });
  keepAlive(browser, clock);
  pass(browser, upstream, clock);
  pass(upstream, browser, clock);
  for (const one of [browser, upstream])
    one.once('close', () => {
      cancel();
      signal.removeEventListener('abort', end);
    });
  upstream.resume();
}

/** What comes in at one end goes out at the other, no faster than it is taken there. */
function pass(from: WebSocket, to: WebSocket, clock: Clock): void {
  const hold = () => {
    from.pause();
    clock.after(RESUME_MS, () => (to.bufferedAmount > HIGH_WATER ? hold() : from.resume()));
  };
  from.on('message', (data, isBinary) => {
    if (to.readyState !== WebSocket.OPEN) return;
    to.send(data, { binary: isBinary });
    if (to.bufferedAmount > HIGH_WATER && !from.isPaused) hold();
  });
  from.on('error', () => to.terminate());
  from.on('close', (code, reason) => {
    const isSendable =
      code === 1000 || (code >= 1001 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || code >= 3000;
    if (isSendable) to.close(code, reason);
    else to.close();
  });
}
