import { type IncomingMessage, request } from 'node:http';
import type { Process } from '../process.ts';
import { NetworkFault } from './cluster-network.ts';

export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** for everything; undefined: as long as it takes */
  readonly timeoutMs: number | undefined;
}

/** The other side speaks no TLS, or only that. */
export class TlsFault extends Error {}

/** How long a program waits for an address that never answers. A real one waits longer; nobody learns from that. */
const SILENCE_MS = 10_000;

/** Sends a request from inside a pod. Throws NetworkFault. */
export async function callHttp(process: Process, call: HttpCall): Promise<IncomingMessage> {
  const { sandbox, signal } = process;
  const { timers } = sandbox.options;
  const { url } = call;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const { socket } = await dialOrWait(process, host, port, call.timeoutMs);
  if (url.protocol === 'https:') {
    socket.destroy();
    throw new TlsFault(host);
  }
  return new Promise((resolve, reject) => {
    const cancel = timers.after(call.timeoutMs ?? 600_000, () => {
      reject(new NetworkFault('timeout', host));
      socket.destroy();
    });
    const abort = () => socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => {
      cancel();
      signal.removeEventListener('abort', abort);
    });
    const req = request({
      createConnection: () => socket,
      method: call.method,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, ...call.headers, connection: 'close' },
    });
    req.on('response', (response) => {
      cancel();
      resolve(response);
    });
    req.on('error', reject);
    req.end(call.body);
  });
}

/** Connects; what would never answer is waited for before it is given up. */
export async function dialOrWait(process: Process, host: string, port: number, timeoutMs: number | undefined) {
  const { sandbox, signal } = process;
  try {
    return sandbox.options.world.network.dial(host, port, sandbox.pod);
  } catch (error) {
    if (error instanceof NetworkFault && error.kind === 'timeout')
      await new Promise<void>((resolve) => {
        const cancel = sandbox.options.timers.after(Math.min(timeoutMs ?? SILENCE_MS, SILENCE_MS), resolve);
        signal.addEventListener(
          'abort',
          () => {
            cancel();
            resolve();
          },
          { once: true },
        );
      });
    throw error;
  }
}
