import { THROW_AWAY_LABEL } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { isJsonObject, type JsonObject } from '../live/table.ts';

interface Limits {
  readonly namespace: string;
  readonly nodeShell: boolean;
  readonly maxSeconds: number;
}

/**
 * The pod as it is sent: a label by which it is found if it should be left, and a deadline after which the kubelet ends it when
 * nobody else does. Throws what cannot be thrown away, and what needs a setting.
 */
export function throwAwayManifest(pod: JsonObject, { namespace, nodeShell, maxSeconds }: Limits): JsonObject {
  const { metadata, spec } = pod;
  if (pod['apiVersion'] !== 'v1' || pod['kind'] !== 'Pod' || !isJsonObject(metadata) || !isJsonObject(spec))
    throw invalid('This is not a pod');
  if (metadata['namespace'] !== undefined && metadata['namespace'] !== namespace)
    throw invalid('The pod is of another namespace');
  if (metadata['ownerReferences'] !== undefined || metadata['finalizers'] !== undefined)
    throw invalid('A pod that is thrown away has no owner and no finalizers');
  if (spec['restartPolicy'] !== 'Never') throw invalid('A pod that is thrown away is not restarted');
  if (!nodeShell && reachesTheNode(spec))
    throw new ProblemError(problem('qd.throw-away.node-shell-off', 'Shells on nodes are turned off'));
  const labels = isJsonObject(metadata['labels']) ? metadata['labels'] : {};
  const asked = spec['activeDeadlineSeconds'];
  const deadline = typeof asked === 'number' && asked >= 1 ? Math.min(Math.floor(asked), maxSeconds) : maxSeconds;
  return {
    ...pod,
    metadata: { ...metadata, namespace, labels: { ...labels, [THROW_AWAY_LABEL]: 'true' } },
    spec: { ...spec, activeDeadlineSeconds: deadline },
  };
}

/** The node's own processes are in reach, with every right. */
function reachesTheNode(spec: JsonObject): boolean {
  if (spec['hostPID'] !== true) return false;
  return [spec['containers'], spec['initContainers']].flat().some((container) => {
    if (!isJsonObject(container) || !isJsonObject(container['securityContext'])) return false;
    return container['securityContext']['privileged'] === true;
  });
}

function invalid(title: string): ProblemError {
  return new ProblemError(problem('qd.request.invalid', title));
}
