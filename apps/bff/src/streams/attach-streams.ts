import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { isJsonObject } from '../live/table.ts';
import { readPod } from './container-state.ts';
import type { ContainerName } from './exec-problem.ts';

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
export async function attachStreams(
  cluster: Cluster,
  session: Session,
  target: ContainerName,
  signal: AbortSignal,
): Promise<AttachStreams> {
  // the attach itself says what is wrong
  const { pod } = await readPod(cluster, session, target, signal);
  const spec = isJsonObject(pod?.['spec']) ? pod['spec'] : {};
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    const all = Array.isArray(spec[list]) ? spec[list].filter(isJsonObject) : [];
    const found = all.find(({ name }) => name === target.container);
    if (found) return { tty: found['tty'] === true, stdin: found['stdin'] === true };
  }
  return UNKNOWN;
}
