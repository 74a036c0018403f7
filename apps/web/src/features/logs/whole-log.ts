import type { LogDownloadRequest } from '@quarterdeck/shared/log-protocol';

/** The address of everything that the nodes keep of a log, as a file. */
export function wholeLogAddress(cluster: string, request: LogDownloadRequest): string {
  return `/api/clusters/${encodeURIComponent(cluster)}/logs/download?request=${encodeURIComponent(JSON.stringify(request))}`;
}
