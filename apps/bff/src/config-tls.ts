import { hostname, networkInterfaces } from 'node:os';
import { ConfigError } from './config-error.ts';

/** How we speak TLS ourselves. */
export interface TlsSettings {
  /** holds tls.crt and tls.key (or dashboard.crt and dashboard.key), now or later; null: never */
  readonly folder: string | null;
  /** names and addresses of the self-signed certificate that is served without one */
  readonly names: readonly string[];
}

interface Given {
  readonly on: boolean | undefined;
  readonly folder: string | undefined;
  readonly names: readonly string[];
  readonly host: string;
  readonly publicOrigins: readonly string[];
  readonly previewDomain: string | undefined;
  readonly inPod: boolean;
}

const NAME = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)$/;
const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);
const MOST_NAMES = 100;

/** QUARTERDECK_TLS, _TLS_DIR and _TLS_NAMES; null: plain HTTP. */
export function readTls(given: Given): TlsSettings | null {
  if (given.on === false && given.folder !== undefined)
    throw new ConfigError('QUARTERDECK_TLS', 'is 0 although QUARTERDECK_TLS_DIR names certificates; unset one of them');
  if (given.on !== true && given.folder === undefined) return null;
  const plain = given.publicOrigins.find((origin) => origin.startsWith('http:'));
  if (plain !== undefined)
    throw new ConfigError('QUARTERDECK_PUBLIC_URL', `${plain} must be https, since QUARTERDECK_TLS is on`);
  return { folder: given.folder ?? null, names: namesOf(given) };
}

/**
 * Public names first, so that who looks at the certificate finds theirs. A pod's own name and address are left out: nobody reaches it by
 * them, and replicas of one key are to have the same certificate.
 */
function namesOf({ names, host, publicOrigins, previewDomain, inPod }: Given): readonly string[] {
  const bare = (name: string) => name.replace(/^\[|\]$/g, '').toLowerCase();
  const all = new Set(publicOrigins.map((origin) => bare(new URL(origin).hostname)));
  if (previewDomain !== undefined) all.add(`*.${bare(previewDomain)}`);
  for (const name of names) {
    const wanted = bare(name);
    if (!NAME.test(wanted) && !ADDRESS.test(wanted))
      throw new ConfigError('QUARTERDECK_TLS_NAMES', `"${name}" is no name or address`);
    all.add(wanted);
  }
  if (!EVERY_ADDRESS.has(bare(host))) all.add(bare(host));
  else if (!inPod) for (const name of ownNames()) all.add(name);
  for (const loopback of ['localhost', '127.0.0.1', '::1']) all.add(loopback);
  return [...all].filter((name) => NAME.test(name) || ADDRESS.test(name)).slice(0, MOST_NAMES);
}

/** The machine's own name and its addresses within the network. */
function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
  return [hostname().toLowerCase(), ...addresses.toSorted()];
}
