import type { IncomingMessage } from 'node:http';
import { problemOfStatus } from '@quarterdeck/shared/api-status';
import { ProblemError } from '@quarterdeck/shared/problem';
import { WebSocket } from 'ws';
import type { TlsSettings } from './cluster-settings.ts';
import { socketThrough } from './connect-through.ts';
import { readJson } from './read-body.ts';

const HANDSHAKE_TIMEOUT_MS = 15_000;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

interface DialOptions {
  readonly proxy?: URL | undefined;
  /** false: frames carry the mask 0, which leaves the bytes as they are; only where nobody between can read them (ADR 10) */
  readonly masked?: boolean;
}

/**
 * Dials a WebSocket and resolves once the server has switched protocols. Any other answer becomes a ProblemError with the
 * words of its Status, and the connection is destroyed, never reused (CVE-2018-1002105). The socket is paused.
 */
export function dialSocket(
  url: string,
  protocols: readonly string[],
  tls: TlsSettings,
  headers: Readonly<Record<string, string | string[]>>,
  { proxy, masked = true }: DialOptions = {},
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [...protocols], {
      ...tls,
      ...(proxy
        ? { createConnection: socketThrough(proxy, new URL(url.replace(/^ws/, 'http')), tls) }
        : { agent: false }),
      headers: { ...headers },
      followRedirects: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      perMessageDeflate: false,
      ...(masked ? {} : { generateMask: (mask: Buffer) => mask.fill(0) }),
      maxPayload: MAX_FRAME_BYTES,
    });
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      const connection = response.socket;
      readJson(response)
        .catch(() => undefined)
        .then((body) => {
          // the request has let go of it by now, and a keep-alive agent would hand it to the next
          connection.destroy();
          reject(new ProblemError(problemOfStatus(response.statusCode ?? 502, body)));
        });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // ws has no code for its own handshake timer
      if (error.message === 'Opening handshake has timed out') error.code = 'ETIMEDOUT';
      reject(error);
    });
    socket.once('open', () => {
      // nobody else may listen yet, and an "error" without a listener would end the process
      socket.on('error', () => {});
      // what came with the answer itself would be emitted before the caller listens: it resumes when it does
      socket.pause();
      resolve(socket);
    });
  });
}
