import { isIP } from 'node:net';
import { ConfigError } from './config-error.ts';

/** First segments of our own addresses: below one of them, an address would mean two things. */
const OURS = /^\/(?:api|assets|clusters|oidc|sign-in|healthz|readyz)(?:\/|$)/i;

/** The public addresses: origins such as https://deck.example.com, and the path that they all have. */
export function readPublicUrls(items: readonly string[]): {
  readonly publicOrigins: readonly string[];
  readonly basePath: string;
} {
  const urls = items.map(readPublicUrl);
  const basePaths = new Set(urls.map(({ basePath }) => basePath));
  const [basePath = '', other] = basePaths;
  if (other !== undefined)
    throw new ConfigError('QUARTERDECK_PUBLIC_URL', `must all have the same path, not "${basePath}" and "${other}"`);
  return { publicOrigins: urls.map(({ origin }) => origin), basePath };
}

function readPublicUrl(text: string): { readonly origin: string; readonly basePath: string } {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    url = undefined;
  }
  const wrong = (why: string) => new ConfigError('QUARTERDECK_PUBLIC_URL', `"${text}" ${why}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password)
    throw wrong('is not an address such as https://deck.example.com or https://example.com/deck');
  const basePath = url.pathname.replace(/\/$/, '');
  if (!/^(?:\/[A-Za-z0-9][A-Za-z0-9._~-]*)*$/.test(basePath) || basePath.length > 200)
    throw wrong('has a path of other characters than letters, digits and . _ ~ -');
  if (OURS.test(basePath)) throw wrong('begins with a path that is our own');
  return { origin: url.origin, basePath };
}

/** A number of proxies, or their addresses. */
export function readTrustProxy(items: readonly string[]): number | readonly string[] {
  if (items.length === 0) return 0;
  if (items.length === 1 && /^\d{1,2}$/.test(items[0] as string)) return Number(items[0]);
  // "true" would let every client choose its own address and so escape the rate limit
  if (items.every((item) => /^(?:loopback|linklocal|uniquelocal|[0-9a-f.:]+(?:\/\d{1,3})?)$/i.test(item))) return items;
  throw new ConfigError('QUARTERDECK_TRUST_PROXY', 'must be a number of proxies or a list of addresses');
}

/** Hosts from which manifests may be fetched. */
export function readFetchHosts(items: readonly string[] | undefined, loopback: boolean): readonly string[] {
  if (items === undefined) return loopback ? ['*'] : [];
  if (items.length === 1 && items[0] === 'off') return [];
  const hosts = items.map((item) => item.toLowerCase());
  const wrong = hosts.find((item) => !/^(?:\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*)$/.test(item));
  if (wrong !== undefined) throw new ConfigError('QUARTERDECK_FETCH_HOSTS', `"${wrong}" is no host name`);
  return hosts;
}

/** "name=https://…" as URLs by name. */
export function readClusterAddresses(items: readonly string[]): ReadonlyMap<string, readonly URL[]> {
  const addresses = new Map<string, URL[]>();
  for (const item of items) {
    const [, name, text = ''] = /^([^=]+)=(.+)$/.exec(item) ?? [];
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (name === undefined || url === undefined || !/^https?:$/.test(url.protocol))
      throw new ConfigError(
        'QUARTERDECK_CLUSTER_ADDRESSES',
        `"${item}" is not like production=https://k8s.example.com:6443`,
      );
    addresses.set(name, [...(addresses.get(name) ?? []), url]);
  }
  return addresses;
}

/** The header of a trusted proxy, and whose word it is. */
export function readProxyToken(
  header: string | undefined,
  from: readonly string[],
): { readonly header: string; readonly from: readonly string[] } | null {
  const variable = 'QUARTERDECK_PROXY_TOKEN_FROM';
  if (header === undefined) {
    if (from.length > 0) throw new ConfigError('QUARTERDECK_PROXY_TOKEN_HEADER', `is required with ${variable}`);
    return null;
  }
  if (from.length === 0)
    throw new ConfigError(variable, 'is required: without it anybody who reaches us could write the header');
  for (const item of from) {
    const [address = '', bits, more] = item.split('/');
    const version = isIP(address);
    const fits =
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128));
    if (version === 0 || !fits || more !== undefined)
      throw new ConfigError(variable, `"${item}" is not an address or a network such as 10.0.0.0/8`);
  }
  return { header, from };
}
