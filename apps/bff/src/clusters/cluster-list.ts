import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import type { Config } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import { isTunnelProxy } from './proxy-tunnel.ts';

const VARIABLE = 'QUARTERDECK_CLUSTERS_FILE';
const httpUrl = z.url({ protocol: /^https?$/ });

const list = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(253),
      server: httpUrl,
      /** PEM, or a file that holds it, beside the list or absolute */
      ca: z.string().min(1).optional(),
      caFile: z.string().min(1).optional(),
      tlsServerName: z.string().min(1).optional(),
      proxyUrl: z.url().optional(),
      insecureSkipTlsVerify: z.boolean().default(false),
    }),
  )
  .min(1);

/** Clusters as an operator lists them: an address and whom to trust, nobody's credential. */
export function readClusterList(config: Config, file: string): readonly ClusterSettings[] {
  const parsed = list.safeParse(parse(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(VARIABLE, `${file} is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const names = new Set<string>();
  return parsed.data.map(({ name, server, ca, caFile, tlsServerName, proxyUrl, insecureSkipTlsVerify }) => {
    if (names.has(name)) throw new ConfigError(VARIABLE, `${file} has two clusters "${name}"`);
    names.add(name);
    if (insecureSkipTlsVerify && !config.insecureTlsClusters.has(name))
      throw new ConfigError(
        VARIABLE,
        `"${name}" skips TLS verification; name it in QUARTERDECK_INSECURE_TLS_CLUSTERS too`,
      );
    const proxy = proxyUrl === undefined ? undefined : new URL(proxyUrl);
    if (proxy !== undefined && !isTunnelProxy(proxy))
      throw new ConfigError(VARIABLE, `"${name}": proxyUrl must be http, https or socks5`);
    const authority = ca ?? (caFile === undefined ? undefined : read(resolve(dirname(file), caFile)));
    const addresses = config.clusterAddresses.get(name);
    return {
      name,
      server: new URL(server),
      insecure: insecureSkipTlsVerify,
      localUser: null,
      ...(authority === undefined ? {} : { ca: Buffer.from(authority) }),
      ...(tlsServerName === undefined ? {} : { serverName: tlsServerName }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(addresses ? { addresses } : {}),
    };
  });
}

function parse(file: string): unknown {
  // JSON is YAML
  const document = parseDocument(read(file));
  const [fault] = document.errors;
  if (fault) throw new ConfigError(VARIABLE, `${file} is not YAML (${fault.code})`);
  return document.toJS();
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(VARIABLE, `cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}
