import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Logger } from 'pino';
import { listenAt } from '../http/listen-at.ts';
import type { Clock } from '../live/clock.ts';
import type { CertificateKeeper } from '../tls/certificate-keeper.ts';
import { createListener } from '../tls/listener.ts';
import { forwardRequest } from './forward-request.ts';
import { forwardSocket } from './forward-socket.ts';
import { sendOwnPage } from './preview-page.ts';
import { OPEN_PATH, type Preview, type Previews } from './previews.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

const MAX_HEADER_BYTES = 32 * 1024;

interface PreviewServerOptions {
  readonly previews: Previews;
  readonly log: Logger;
  readonly clock: Clock;
  /** started; null: plain HTTP, here or as a proxy in front of us wants it */
  readonly keeper: CertificateKeeper | null;
}

/**
 * Serves the open ports, each on a host of its own, and nothing else: no asset, no endpoint and no cookie of the dashboard is known
 * here (docs/adr/0008).
 */
export class PreviewServer {
  readonly #options: PreviewServerOptions;
  #http: Server | undefined;
  readonly #cookie: string;

  constructor(options: PreviewServerOptions) {
    this.#options = options;
    // the prefix binds it to one host; browsers want Secure for it
    this.#cookie = options.previews.hosts.scheme === 'https' ? '__Host-qd-port' : 'qd-port';
  }

  async listen(host: string, port: number): Promise<void> {
    const { keeper, log, previews } = this.#options;
    const http = createListener({
      http: { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 65_000 },
      keeper,
      onRequest: (request, response) => {
        this.#answer(request, response).catch((error: unknown) => {
          log.error({ err: error }, 'preview failed');
          response.destroy();
        });
      },
      onPlainRequest: (request, response) =>
        sendOwnPage(response, request.headers['accept-language'], { status: 400, says: 'refused' }),
    });
    http.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head));
    this.#http = http;
    previews.setPort(await listenAt(http, port, host, 'QUARTERDECK_PORTS_PORT'));
  }

  async close(): Promise<void> {
    this.#options.previews.close();
    const http = this.#http;
    if (!http) return;
    await new Promise<void>((resolve) => {
      http.close(() => resolve());
      http.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, url = '' } = request;
    const language = headers['accept-language'];
    const preview = this.#options.previews.at(headers.host);
    if (!preview) {
      if (this.#options.previews.isElsewhere(headers.host)) {
        sendOwnPage(response, language, { status: 503, says: 'elsewhere' });
        return;
      }
      // what the page has left behind goes with it
      sendOwnPage(response, language, {
        status: 404,
        says: 'unknown',
        headers: { 'clear-site-data': '"cache", "storage"' },
      });
      return;
    }
    const [path, query = ''] = url.split('?', 2);
    if (path === OPEN_PATH) {
      this.#open(preview, request, response, new URLSearchParams(query).get('ticket') ?? '');
      return;
    }
    if (!this.#options.previews.isAdmitted(preview, this.#keyIn(request))) {
      sendOwnPage(response, language, { status: 403, says: 'closed' });
      return;
    }
    if (isForeign(request, preview) || headers['service-worker'] !== undefined) {
      sendOwnPage(response, language, { status: 403, says: 'refused' });
      return;
    }
    await forwardRequest(preview, request, response);
  }

  /** A ticket for a cookie. The page that comes with it goes on by itself: a cookie of a redirect may not be sent back at once. */
  #open(preview: Preview, request: IncomingMessage, response: ServerResponse, ticket: string): void {
    const language = request.headers['accept-language'];
    const key = request.method === 'GET' ? this.#options.previews.admit(preview, ticket) : undefined;
    if (key === undefined) {
      sendOwnPage(response, language, { status: 403, says: 'closed' });
      return;
    }
    const secure = this.#options.previews.hosts.scheme === 'https';
    const cookie = stringifySetCookie(this.#cookie, key, { path: '/', httpOnly: true, sameSite: 'lax', secure });
    sendOwnPage(response, language, { status: 200, says: 'opening', goOn: true, headers: { 'set-cookie': cookie } });
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const preview = this.#options.previews.at(request.headers.host);
    const isIn = preview && this.#options.previews.isAdmitted(preview, this.#keyIn(request));
    // a page elsewhere may open a socket here, and the browser sends the cookie along
    if (!preview || !isIn || request.headers.origin !== preview.origin) {
      refuseUpgrade(socket, preview ? 403 : 404);
      return;
    }
    await forwardSocket(preview, request, socket, head, this.#options.clock).catch(() => refuseUpgrade(socket, 502));
  }

  #keyIn({ headers }: IncomingMessage): string | undefined {
    return parseCookie(headers.cookie ?? '')[this.#cookie];
  }
}

/** Whether a page of another origin made the browser send it. Links may lead here; nothing else of theirs may. */
function isForeign({ method, headers }: IncomingMessage, preview: Preview): boolean {
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers;
  if (origin !== undefined && origin !== preview.origin && !(origin === 'null' && site === 'same-origin')) return true;
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return !isOwn && !(mode === 'navigate' && method === 'GET');
}
