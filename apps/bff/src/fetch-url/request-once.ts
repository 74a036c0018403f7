import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP } from 'node:net';

export interface OneRequest {
  readonly url: URL;
  /** where to connect; the URL's host names the certificate */
  readonly address: string;
  readonly signal: AbortSignal;
  /** authorities in place of the system's; for tests */
  readonly ca?: Buffer | string | undefined;
}

/** One GET over TLS to an address that was chosen before: nothing is resolved again, no connection is shared or kept. */
export function requestOnce({ url, address, signal, ca }: OneRequest): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address) === 6 ? 6 : 4;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent: new Agent({ keepAlive: false, maxSockets: 1 }),
        host,
        port: url.port === '' ? 443 : Number(url.port),
        path: `${url.pathname}${url.search}`,
        method: 'GET',
        // the pin: whatever the name resolves to by now, the connection goes to the address that was checked
        lookup: (_name, options, done) => {
          if (options.all) done(null, [{ address, family }]);
          else done(null, address, family);
        },
        ...(isIP(host) === 0 ? { servername: host } : {}),
        minVersion: 'TLSv1.2',
        rejectUnauthorized: true,
        maxHeaderSize: 16 * 1024,
        signal,
        headers: {
          host: url.host,
          accept: 'application/yaml, text/yaml, text/plain, application/json;q=0.9, */*;q=0.1',
          // what is packed small may unpack to anything
          'accept-encoding': 'identity',
          'user-agent': 'quarterdeck',
        },
        ...(ca === undefined ? {} : { ca }),
      },
      resolve,
    );
    sent.once('error', reject);
    sent.end();
  });
}
