/**
 * Whether a host is on the operator's list: its name, "*.example.com" for the names below one, or "*" for all. An empty list allows
 * none.
 */
export function isAllowedHost(allowed: readonly string[], host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return allowed.some((entry) => {
    if (entry === '*') return true;
    return entry.startsWith('*.') ? name.endsWith(entry.slice(1)) && name.length > entry.length - 1 : name === entry;
  });
}
