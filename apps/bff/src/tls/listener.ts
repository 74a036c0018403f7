import {
  createServer as createHttpServer,
  Server as HttpServer,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { MIN_TLS } from './certificate.ts';
import type { CertificateKeeper } from './certificate-keeper.ts';

/** The first byte of every TLS connection: a handshake record. */
const HANDSHAKE = 22;

interface ListenerOptions {
  readonly http: ServerOptions;
  /** null: plain HTTP */
  readonly keeper: CertificateKeeper | null;
  readonly onRequest: RequestListener;
  /** answers who speaks plain HTTP where TLS is spoken */
  readonly onPlainRequest: RequestListener;
  /** A connection that has not shaken hands by then is cut. */
  readonly handshakeMs?: number;
}

/** The server of HTTP, or of HTTPS with a certificate that may change while it runs; one who speaks HTTP to that one is told so. */
export function createListener({ keeper, ...options }: ListenerOptions): Server {
  return keeper === null ? new PlainListener(options) : new TlsListener(keeper, options);
}

/** Connections that no request has come by yet: to node they are busy (a request may be on its way), and would hold up the end. */
class Untouched {
  readonly #sockets = new Set<Socket>();

  constructor(server: Server, opened: 'connection' | 'secureConnection') {
    server.on(opened, (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('request', ({ socket }) => this.#sockets.delete(socket));
    server.on('upgrade', ({ socket }) => this.#sockets.delete(socket));
  }

  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

class PlainListener extends HttpServer {
  readonly #untouched = new Untouched(this, 'connection');

  constructor({ http, onRequest }: Pick<ListenerOptions, 'http' | 'onRequest'>) {
    super(http, onRequest);
  }

  /** Called by close() as well. */
  override closeIdleConnections(): void {
    this.#untouched.destroy();
    super.closeIdleConnections();
  }
}

class TlsListener extends HttpsServer {
  /** connections that have not said yet what they speak, and those that speak plain HTTP */
  readonly #unsure = new Set<Socket>();
  /** connections that shake hands, by their ends: what node makes of them then is another object */
  readonly #shaking = new Map<string, Socket>();
  readonly #untouched = new Untouched(this, 'secureConnection');

  constructor(keeper: CertificateKeeper, options: Omit<ListenerOptions, 'keeper'>) {
    const { http, onRequest, onPlainRequest, handshakeMs = 10_000 } = options;
    const { cert, key } = keeper.current;
    super({ ...http, cert, key, minVersion: MIN_TLS, handshakeTimeout: handshakeMs }, onRequest);
    // connections that are open go on as they are
    keeper.onChange((next) => this.setSecureContext({ cert: next.cert, key: next.key, minVersion: MIN_TLS }));

    this.on('secureConnection', (socket) => this.#shaking.delete(endsOf(socket)));
    const plain = createHttpServer({ maxHeaderSize: 16 * 1024, keepAliveTimeout: 1 }, onPlainRequest);
    const shakeHands = this.listeners('connection') as ((socket: Socket) => void)[];
    this.removeAllListeners('connection');
    this.on('connection', (socket: Socket) => {
      const giveUp = () => socket.destroy();
      // however slowly it speaks
      const deadline = setTimeout(giveUp, handshakeMs);
      this.#unsure.add(socket);
      socket.on('error', giveUp).once('end', giveUp);
      socket.once('close', () => {
        clearTimeout(deadline);
        this.#unsure.delete(socket);
      });
      socket.once('data', (head: Buffer) => {
        socket.pause();
        socket.unshift(head);
        socket.off('end', giveUp);
        if (head[0] === HANDSHAKE) {
          clearTimeout(deadline);
          this.#unsure.delete(socket);
          socket.off('error', giveUp);
          const ends = endsOf(socket);
          this.#shaking.set(ends, socket);
          socket.once('close', () => {
            if (this.#shaking.get(ends) === socket) this.#shaking.delete(ends);
          });
          for (const shake of shakeHands) shake.call(this, socket);
        } else {
          plain.emit('connection', socket);
          socket.resume();
        }
      });
    });
  }

  /** Called by close() as well. */
  override closeIdleConnections(): void {
    this.#destroyUnborn();
    this.#untouched.destroy();
    super.closeIdleConnections();
  }

  override closeAllConnections(): void {
    this.#destroyUnborn();
    super.closeAllConnections();
  }

  /** Those that node's own lists do not have yet. */
  #destroyUnborn(): void {
    for (const socket of this.#unsure) socket.destroy();
    for (const socket of this.#shaking.values()) socket.destroy();
  }
}

function endsOf({ localAddress, localPort, remoteAddress, remotePort }: Socket): string {
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;
}
