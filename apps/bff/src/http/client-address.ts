import type { IncomingMessage } from 'node:http';

/** Whether the proxy at this address, so many hops away, is believed: what express makes of "trust proxy". */
export type Trusts = (address: string, hop: number) => boolean;

/** The address a request came from, as express' `request.ip` tells it, for requests that express never sees: upgrades. */
export function clientAddress({ socket, headers }: IncomingMessage, trusts: Trusts): string | undefined {
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  let address = socket.remoteAddress;
  for (const [hop, next] of named
    .map((text) => text.trim())
    .filter(Boolean)
    .toReversed()
    .entries()) {
    if (address === undefined || !trusts(address, hop)) break;
    address = next;
  }
  return address;
}
