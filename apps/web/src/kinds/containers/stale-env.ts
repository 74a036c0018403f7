import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { EnvVariable } from './read-env.ts';
import type { EnvSources } from './resolve-env.ts';

const STATUSES = ['status.containerStatuses', 'status.initContainerStatuses', 'status.ephemeralContainerStatuses'];
const VALUES = ['f:data', 'f:binaryData', 'f:stringData'];

/** When a container that runs was started, in milliseconds; undefined: it does not run. */
export function startedAt(pod: KubeObject | undefined, container: unknown): number | undefined {
  const name = textAt(container, 'name');
  const status = STATUSES.flatMap((path) => listAt(pod, path)).find((each) => textAt(each, 'name') === name);
  return timeOf(textAt(status, 'state.running.startedAt'));
}

/**
 * When somebody last wrote the values of a ConfigMap or Secret, in milliseconds; where nobody is named, when it was made. A server before
 * v1.25 keeps the time of one who writes the same fields again.
 */
export function writtenAt(object: unknown): number | undefined {
  const writes = listAt(object, 'metadata.managedFields')
    .filter((entry) => VALUES.some((field) => valueAt(entry, `fieldsV1.${field}`) !== undefined))
    .map((entry) => timeOf(textAt(entry, 'time')) ?? 0);
  const newest = Math.max(0, ...writes);
  return newest > 0 ? newest : timeOf(textAt(object, 'metadata.creationTimestamp'));
}

/**
 * When the object that a variable comes from was written, where that was after its container started: a variable keeps what it was given
 * then (OPS-103). undefined: it has what the object has, as far as is known.
 */
export function staleSince(
  { origin }: EnvVariable,
  started: number | undefined,
  { configMaps, secrets }: EnvSources,
): number | undefined {
  if (started === undefined || (origin.from !== 'ConfigMap' && origin.from !== 'Secret')) return undefined;
  const source = (origin.from === 'Secret' ? secrets : configMaps).get(origin.name);
  const written = source?.state === 'read' ? source.written : undefined;
  return written !== undefined && written > started ? written : undefined;
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
