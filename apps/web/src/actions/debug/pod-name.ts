/** Whether a pod may be called so, and a container in it as well (RFC 1123 label). */
export function isPodName(name: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}
