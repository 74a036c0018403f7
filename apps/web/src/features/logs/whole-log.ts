import type { LogDownloadRequest } from '@quarterdeck/shared/log-protocol';
import { publicPath } from '../../api/base-path.ts';

/** The address of everything that the nodes keep of a log, as a file. */
export function wholeLogAddress(cluster: string, request: LogDownloadRequest): string {
  const path = `/api/clusters/${encodeURIComponent(cluster)}/logs/download`;
  return publicPath(`${path}?request=${encodeURIComponent(JSON.stringify(request))}`);
}
