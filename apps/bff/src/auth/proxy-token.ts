import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { readTokenClaims } from '@quarterdeck/shared/service-account-token';
import type { Cluster } from '../clusters/cluster.ts';
import { proveCredential } from './prove-credential.ts';
import { personOf, type Renewal, type Session } from './session.ts';

export interface ProxyTokenSettings {
  /** lower case */
  readonly header: string;
  /** addresses and networks of the proxies: "10.0.0.1", "10.0.0.0/8", "fd00::/8" */
  readonly from: readonly string[];
}

/**
 * The bearer token that a trusted reverse proxy puts into a header after it has signed the person in. It counts only on connections
 * from the configured addresses (the connection's own address, never a forwarded one: CVE-2025-64484). It is a token, not a name: the
 * API server checks it like any other, and the BFF has no right to speak for anybody.
 */
export class ProxyToken {
  readonly #header: string;
  readonly #from = new BlockList();

  constructor({ header, from }: ProxyTokenSettings) {
    this.#header = header;
    for (const item of from) {
      const [address = '', bits] = item.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.#from.addAddress(address, family);
      else this.#from.addSubnet(address, Number(bits), family);
    }
  }

  /** The token of a request that came through the proxy; undefined otherwise. */
  read(request: IncomingMessage): string | undefined {
    // twice: somebody has smuggled one in beside the proxy's own
    const values = request.headersDistinct[this.#header];
    if (values?.length !== 1 || !this.#isProxy(request.socket.remoteAddress)) return undefined;
    const token = (values[0] ?? '').replace(/^bearer +/i, '').trim();
    return /^[\x21-\x2b\x2d-\x7e]{1,16384}$/.test(token) ? token : undefined;
  }

  /** What the header says now of a session that was opened with it: the same, a newer token of the same person, or nothing. */
  async follow(request: IncomingMessage, cluster: Cluster, session: Session): Promise<'same' | 'over' | Renewal> {
    const token = this.read(request);
    const { credential } = session;
    if (token === undefined || credential.kind !== 'bearer') return 'over';
    if (token === credential.token) return 'same';
    const identity = await proveCredential(cluster, { kind: 'bearer', token });
    const claims = readTokenClaims(token);
    if ((identity.name ?? claims.subject) !== personOf(session).name) return 'over';
    return { credential: { ...credential, token }, tokenExpiresAt: claims.expiresAt };
  }

  #isProxy(address: string | undefined): boolean {
    if (address === undefined) return false;
    // a dual-stack socket shows IPv4 peers as ::ffff:…
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && this.#from.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  }
}
