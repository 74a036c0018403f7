import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const VERSION_HEADER = 'x-stream-protocol-version';

/** A socket on which SPDY is about to be spoken. */
export interface SpdyUpgrade {
  readonly socket: Duplex;
  /** what came after the request's head already */
  readonly head: Uint8Array;
  readonly protocol: string;
}

export const wantsSpdy = (req: IncomingMessage) => /^spdy\/3\.1$/i.test(req.headers.upgrade ?? '');

/** Answers the request for an upgrade as httpstream.Handshake does; undefined when there is no protocol in common. */
export function acceptSpdy(
  req: IncomingMessage,
  socket: Duplex,
  head: Uint8Array,
  supported: readonly string[],
): SpdyUpgrade | undefined {
  const offered = String(req.headers[VERSION_HEADER] ?? '')
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '');
  if (offered.length === 0) {
    refuse(socket, '400 Bad Request', [], 'unable to upgrade: X-Stream-Protocol-Version is required');
    return undefined;
  }
  const protocol = offered.find((one) => supported.includes(one));
  if (protocol === undefined) {
    const accepted = supported.map((one) => `X-Accepted-Stream-Protocol-Versions: ${one}`);
    const words = `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${supported.join(' ')}]`;
    refuse(socket, '403 Forbidden', accepted, words);
    return undefined;
  }
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  return { socket, head, protocol };
}

function refuse(socket: Duplex, status: string, headers: readonly string[], words: string): void {
  const body = `${words}\n`;
  const lines = [
    `HTTP/1.1 ${status}`,
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
