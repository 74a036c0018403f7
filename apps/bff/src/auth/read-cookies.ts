import { parseCookie } from 'cookie';

/**
 * The cookies of a header, without those that came twice and differ. Where a name's prefix does not bind it to the host (below a path
 * prefix, over plain HTTP), a neighbour of the domain can set one of ours beside it: which of the two is ours cannot be told, so neither
 * is.
 */
export function readCookies(header = ''): ReturnType<typeof parseCookie> {
  const cookies = parseCookie(header);
  const first = new Map<string, string>();
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at < 0) continue;
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    if (first.has(name) && first.get(name) !== value) cookies[name] = undefined;
    first.set(name, value);
  }
  return cookies;
}
