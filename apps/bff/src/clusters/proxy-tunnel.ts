import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect, type Socket } from 'node:net';

const TIMEOUT_MS = 10_000;

/** A failure on the way through a kubeconfig's proxy-url; its code tells the proxy's part from the API server's. */
class TunnelError extends Error {
  readonly code = 'EPROXY';
}

/** A connection to a host through a proxy: CONNECT for http and https (RFC 9110 §9.3.6), SOCKS5 for socks5 (RFC 1928, RFC 1929). */
export function openTunnel(proxy: URL, host: string, port: number): Promise<Socket> {
  return proxy.protocol === 'socks5:' || proxy.protocol === 'socks5h:'
    ? throughSocks(proxy, host, port)
    : throughConnect(proxy, host, port);
}

/** Whether we can go through such a proxy. */
export function isTunnelProxy(proxy: URL): boolean {
  return ['http:', 'https:', 'socks5:', 'socks5h:'].includes(proxy.protocol);
}

function throughConnect(proxy: URL, host: string, port: number): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const request = proxy.protocol === 'https:' ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const asked = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      agent: false,
      timeout: TIMEOUT_MS,
      headers: { host: authority, ...authorization(proxy) },
    });
    asked.once('connect', (response, socket, head) => {
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        // node hands it over as it was opened, a net.Socket
        resolve(socket as Socket);
      } else {
        socket.destroy();
        reject(new TunnelError(`the proxy answered ${response.statusCode}`));
      }
    });
    asked.once('response', (response) => {
      response.destroy();
      reject(new TunnelError(`the proxy answered ${response.statusCode}`));
    });
    asked.once('timeout', () => asked.destroy(new TunnelError('the proxy did not answer')));
    asked.once('error', reject);
    asked.end();
  });
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` };
}

async function throughSocks(proxy: URL, host: string, port: number): Promise<Socket> {
  const socket = connect({ host: proxy.hostname.replace(/^\[|\]$/g, ''), port: Number(proxy.port || 1080) });
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new TunnelError('the proxy did not answer')));
  const incoming = new Incoming(socket);
  try {
    const named = proxy.username !== '';
    // version 5, one method: a name and a password, or nothing
    socket.write(Buffer.from([5, 1, named ? 2 : 0]));
    const [, method] = await incoming.take(2);
    if (method !== (named ? 2 : 0)) throw new TunnelError('the proxy wants another way to sign in');
    if (named) {
      const name = Buffer.from(decodeURIComponent(proxy.username)).subarray(0, 255);
      const password = Buffer.from(decodeURIComponent(proxy.password)).subarray(0, 255);
      socket.write(Buffer.concat([Buffer.from([1, name.length]), name, Buffer.from([password.length]), password]));
      if ((await incoming.take(2))[1] !== 0) throw new TunnelError('the proxy does not accept the password');
    }
    // the proxy looks the name up: it may be known only behind it
    const name = Buffer.from(host);
    socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([port >> 8, port & 255])]));
    const [, reply, , kind] = await incoming.take(4);
    if (reply !== 0) throw new TunnelError(`the proxy answered ${reply}`);
    const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await incoming.take(1))[0] ?? 0);
    await incoming.take(length + 2);
    incoming.release();
    socket.setTimeout(0);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The bytes of a socket, so many at a time; what is left over goes back. */
class Incoming {
  readonly #socket: Socket;
  #held = Buffer.alloc(0);
  #wanted: { readonly length: number; resolve(bytes: Buffer): void; reject(error: Error): void } | undefined;
  #failed: Error | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('error', this.#onError);
    socket.on('end', this.#onEnd);
  }

  take(length: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#wanted = { length, resolve, reject };
      this.#serve();
    });
  }

  release(): void {
    this.#socket.off('data', this.#onData).off('error', this.#onError).off('end', this.#onEnd).pause();
    if (this.#held.length > 0) this.#socket.unshift(this.#held);
  }

  #serve(): void {
    const wanted = this.#wanted;
    if (wanted && this.#held.length >= wanted.length) {
      this.#wanted = undefined;
      const bytes = this.#held.subarray(0, wanted.length);
      this.#held = this.#held.subarray(wanted.length);
      wanted.resolve(bytes);
    } else if (this.#failed) wanted?.reject(this.#failed);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#held = Buffer.concat([this.#held, chunk]);
    this.#serve();
  };

  readonly #onError = (error: Error): void => {
    this.#failed = error;
    this.#serve();
  };

  readonly #onEnd = (): void => this.#onError(new TunnelError('the proxy closed the connection'));
}
