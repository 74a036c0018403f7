import { ConfigError } from './config-error.ts';
import { isApart, type PreviewHosts, parsePreviewHosts } from './ports/preview-hosts.ts';

/** QUARTERDECK_PORTS_PORT and _URL; null: ports cannot be opened. */
export function readPorts(
  listen: number | undefined,
  url: string | undefined,
  loopback: boolean,
  dashboard: readonly string[],
): { readonly listen: number; readonly hosts: PreviewHosts } | null {
  if (listen === undefined) return null;
  const variable = 'QUARTERDECK_PORTS_URL';
  if (url === undefined && !loopback) throw new ConfigError(variable, 'is required where HOST is no loopback address');
  const hosts =
    url === undefined ? { scheme: 'http' as const, domain: 'localhost', port: null } : parsePreviewHosts(url);
  if (!hosts) throw new ConfigError(variable, `"${url}" is not an address such as https://*.ports.example.com`);
  const near = url === undefined ? undefined : dashboard.find((origin) => !isApart(hosts, origin));
  if (near !== undefined) throw new ConfigError(variable, `its hosts must not lie below or above that of ${near}`);
  return { listen, hosts };
}
