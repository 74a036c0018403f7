import { isIP } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { buildConnector } from 'undici';
import type { TlsSettings } from './cluster-settings.ts';
import { openTunnel } from './proxy-tunnel.ts';

/** How undici's connections reach the API server through a proxy; TLS is with the API server, not with the proxy. */
export function connectThrough(
  proxy: URL,
  options: TlsSettings & { readonly timeout: number },
): buildConnector.connector {
  const overTls = buildConnector({ ...options });
  return (target, callback) => {
    const secure = target.protocol === 'https:';
    openTunnel(proxy, hostOf(target.hostname), Number(target.port || (secure ? 443 : 80))).then(
      (socket) => {
        if (secure) overTls({ ...target, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** The same for WebSockets: node's `createConnection`, which may answer later. */
export function socketThrough(
  proxy: URL,
  server: URL,
  tls: TlsSettings,
): (options: object, done: (error: Error | null, stream: Duplex) => void) => undefined {
  const secure = server.protocol === 'https:';
  const host = hostOf(server.hostname);
  const open = async (): Promise<Duplex> => {
    const socket = await openTunnel(proxy, host, Number(server.port || (secure ? 443 : 80)));
    if (!secure) return socket;
    const name = tls.servername ?? (isIP(host) === 0 ? host : undefined);
    return connectTls({ ...tls, host, socket, ...(name === undefined ? {} : { servername: name }) });
  };
  return (_options, done) => {
    open().then(
      (stream) => done(null, stream),
      // node looks at no stream where there is an error
      (error: Error) => done(error, new Duplex()),
    );
    return undefined;
  };
}

function hostOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
