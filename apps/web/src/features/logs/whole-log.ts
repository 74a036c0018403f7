import type { LogDownloadRequest } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import { apiFetch, problemOfError } from '../../api/api-fetch.ts';
import { publicPath } from '../../api/base-path.ts';

/** So long a person waits for a file to begin; what takes longer is left to the browser. */
const LOOK_MS = 4000;

function wholeLogPath(cluster: string, request: LogDownloadRequest): string {
  const path = `/api/clusters/${encodeURIComponent(cluster)}/logs/download`;
  return `${path}?request=${encodeURIComponent(JSON.stringify(request))}`;
}

/** The address of everything that the nodes keep of a log, as a file. */
export function wholeLogAddress(cluster: string, request: LogDownloadRequest): string {
  return publicPath(wholeLogPath(cluster, request));
}

/** What is against that file; undefined when it can be fetched. A browser that is refused a file does not say why. */
export async function wholeLogRefusal(cluster: string, request: LogDownloadRequest): Promise<Problem | undefined> {
  const signal = AbortSignal.timeout(LOOK_MS);
  try {
    await apiFetch(wholeLogPath(cluster, { ...request, look: true }), { signal });
    return undefined;
  } catch (error) {
    return signal.aborted ? undefined : problemOfError(error);
  }
}
