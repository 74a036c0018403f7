import type { Impersonation } from '../auth/credential.ts';

/**
 * The headers that make an API server answer as somebody else (user impersonation), from the sealed session alone. There is no other
 * place that writes them, and no request of a browser can add to them (CVE-2021-31999, CVE-2025-64484).
 */
export function impersonationHeaders(as: Impersonation | undefined): Record<string, string | string[]> {
  if (as === undefined) return {};
  return {
    'impersonate-user': as.user,
    ...(as.groups.length === 0 ? {} : { 'impersonate-group': [...as.groups] }),
  };
}
