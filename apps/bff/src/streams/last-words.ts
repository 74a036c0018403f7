import { apiPath } from '@quarterdeck/shared/resource-path';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { isJsonObject, type JsonObject } from '../live/table.ts';
import { readBounded } from '../live/upstream-answer.ts';
import { readPod } from './container-state.ts';
import type { ContainerName } from './exec-problem.ts';

const MAX_LOG_BYTES = 256 * 1024;

/** What a process left behind that had ended before anybody could attach to it. */
export interface LastWords {
  readonly output: Buffer;
  readonly code: number | null;
}

/** Reads the log of a container that has ended, and its exit code, as kubectl does then; null where it has not ended. */
export async function lastWords(
  cluster: Cluster,
  session: Session,
  target: ContainerName,
  signal: AbortSignal,
): Promise<LastWords | null> {
  const answer = await readPod(cluster, session, target, signal);
  const code = answer.pod === null ? null : exitCodeIn(answer.pod, target.container);
  if (code === null) return null;
  const { namespace, pod, container } = target;
  const query = new URLSearchParams({ container, limitBytes: String(MAX_LOG_BYTES) });
  const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace, name: pod, subresource: 'log' });
  try {
    const headers = { accept: '*/*' };
    const response = await cluster.request(session.credential, {
      method: 'GET',
      path: `${path}?${query}`,
      headers,
      signal,
    });
    const bytes = await readBounded(response.body, 2 * MAX_LOG_BYTES);
    return { output: response.status === 200 && bytes ? bytes : Buffer.alloc(0), code };
  } catch {
    return { output: Buffer.alloc(0), code };
  }
}

function exitCodeIn(pod: JsonObject, container: string): number | null {
  const status = isJsonObject(pod['status']) ? pod['status'] : {};
  for (const list of ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']) {
    const all = Array.isArray(status[list]) ? status[list].filter(isJsonObject) : [];
    const state = all.find(({ name }) => name === container)?.['state'];
    const ended = isJsonObject(state) ? state['terminated'] : undefined;
    if (isJsonObject(ended) && typeof ended['exitCode'] === 'number') return ended['exitCode'];
  }
  return null;
}
