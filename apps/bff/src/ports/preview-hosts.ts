/**
 * The origins of opened ports: each has a host of its own below one name ("https://*.ports.example.com", "http://*.localhost:8081"), so
 * that pages from the cluster share nothing with the dashboard and nothing with each other.
 */
export interface PreviewHosts {
  readonly scheme: 'http' | 'https';
  /** what follows the first label and its dot: "ports.example.com", "localhost" */
  readonly domain: string;
  /** as browsers see it; null: the port that we listen on */
  readonly port: number | null;
}

/** Reads "https://*.ports.example.com" or "http://*.localhost:8081"; undefined when it is no such address. */
export function parsePreviewHosts(text: string): PreviewHosts | undefined {
  const match = /^(https?):\/\/\*\.([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d{1,5}))?\/?$/.exec(text.toLowerCase());
  if (!match) return undefined;
  const [, scheme, domain = '', port] = match;
  const usual = scheme === 'https' ? 443 : 80;
  return { scheme: scheme === 'https' ? 'https' : 'http', domain, port: port === undefined ? usual : Number(port) };
}

/**
 * Whether an origin of the dashboard shares neither its host nor a parent of it with opened ports: a page of "x.deck.example.com" may
 * set cookies for "deck.example.com".
 */
export function isApart(hosts: PreviewHosts, dashboardOrigin: string): boolean {
  const { hostname } = new URL(dashboardOrigin);
  return hostname !== hosts.domain && !hosts.domain.endsWith(`.${hostname}`) && !hostname.endsWith(`.${hosts.domain}`);
}

/** The origin of one opened port. */
export function previewOrigin({ scheme, domain, port }: PreviewHosts, id: string, listensOn: number): string {
  return new URL(`${scheme}://${id}.${domain}:${port ?? listensOn}`).origin;
}

/** The opened port that a Host header names; undefined when it is none of ours. */
export function previewId(hosts: PreviewHosts, host: string | undefined, listensOn: number): string | undefined {
  const id = /^([a-z0-9]{20,63})\./.exec(host ?? '')?.[1];
  if (id === undefined) return undefined;
  return new URL(previewOrigin(hosts, id, listensOn)).host === host ? id : undefined;
}
