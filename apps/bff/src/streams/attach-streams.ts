import { apiPath } from '@quarterdeck/shared/resource-path';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { isJsonObject } from '../live/table.ts';
import { readBounded } from '../live/upstream-answer.ts';
import type { ContainerName } from './exec-problem.ts';

const MAX_POD_BYTES = 4 * 1024 * 1024;

/** How a container's main process is connected. */
export interface AttachStreams {
  readonly tty: boolean;
  readonly stdin: boolean;
}

/** What a container has whose pod nobody lets us read: with a terminal, as such things are attached to. */
const UNKNOWN: AttachStreams = { tty: true, stdin: true };

/**
 * Asks the pod how its main process is connected: to attach as to a terminal where there is none garbles the output, as a
 * runtime then sends its own framing.
 */
export async function attachStreams(cluster: Cluster, session: Session, target: ContainerName): Promise<AttachStreams> {
  const { namespace, pod, container } = target;
  try {
    const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace, name: pod });
    const headers = { accept: 'application/json' };
    const response = await cluster.request(session.credential, { method: 'GET', path, headers });
    const bytes = await readBounded(response.body, MAX_POD_BYTES);
    if (response.status !== 200) return UNKNOWN;
    const body: unknown = JSON.parse(bytes?.toString('utf8') ?? 'null');
    const spec = isJsonObject(body) && isJsonObject(body['spec']) ? body['spec'] : {};
    for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
      const found = Array.isArray(spec[list])
        ? spec[list].filter(isJsonObject).find(({ name }) => name === container)
        : undefined;
      if (found) return { tty: found['tty'] === true, stdin: found['stdin'] === true };
    }
  } catch {
    // the attach itself says what is wrong
  }
  return UNKNOWN;
}
