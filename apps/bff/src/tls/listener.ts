import { createServer as createHttpServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
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
export function createListener(options: ListenerOptions): Server {
  const { http, keeper, onRequest, onPlainRequest, handshakeMs = 10_000 } = options;
  if (keeper === null) return createHttpServer(http, onRequest);
  const { cert, key } = keeper.current;
  const https = createHttpsServer(
    { ...http, cert, key, minVersion: MIN_TLS, handshakeTimeout: handshakeMs, honorCipherOrder: true },
    onRequest,
  );
  // connections that are open go on as they are
  keeper.onChange((next) => https.setSecureContext({ cert: next.cert, key: next.key, minVersion: MIN_TLS }));

  const plain = createHttpServer({ maxHeaderSize: 16 * 1024, keepAliveTimeout: 1, requestTimeout: 0 }, onPlainRequest);
  const shakeHands = https.listeners('connection') as ((socket: Socket) => void)[];
  https.removeAllListeners('connection');
  https.on('connection', (socket: Socket) => {
    const giveUp = () => socket.destroy();
    socket.on('error', giveUp);
    socket.once('end', giveUp);
    socket.setTimeout(handshakeMs, giveUp);
    socket.once('data', (head: Buffer) => {
      socket.pause();
      socket.off('end', giveUp);
      socket.unshift(head);
      if (head[0] === HANDSHAKE) {
        socket.setTimeout(0);
        socket.off('timeout', giveUp);
        socket.off('error', giveUp);
        for (const shake of shakeHands) shake.call(https, socket);
      } else {
        plain.emit('connection', socket);
        socket.resume();
      }
    });
  });
  return https;
}
