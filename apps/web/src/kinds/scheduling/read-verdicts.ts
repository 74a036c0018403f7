import type { QueryClient } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import { askRight } from '../../api/ask-right.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import { type Objection, placeObjections, roomObjections } from '../../api/scheduling/node-verdict.ts';
import { addTo, type PodResources, podResources } from '../../api/scheduling/pod-resources.ts';
import { zoneOf } from '../../api/scheduling/spread.ts';

export interface NodeVerdict {
  readonly node: string;
  /** "" where it does not say */
  readonly zone: string;
  readonly objections: readonly Objection[];
  /** false: only the node itself was looked at, not what its pods ask for */
  readonly counted: boolean;
}

const MOST_NODES = 500;
/** Nodes whose pods are added up: each takes one request. */
const MOST_COUNTED = 12;

/**
 * Looks at every node as the scheduler does: at the node itself, and where that lets the pod in, at the room on it. Null: the
 * person may not list nodes; who may not list all pods is told of the nodes alone. `replaces`: pods in whose place it would come, which
 * take no room from it.
 */
export async function readVerdicts(
  client: QueryClient,
  cluster: string,
  pod: unknown,
  signal: AbortSignal,
  replaces: (pod: unknown) => boolean = () => false,
): Promise<readonly NodeVerdict[] | null> {
  const mayList = (resource: string) =>
    askRight(client, cluster, { verb: 'list', group: '', resource }).catch(() => true);
  const [maySee, mayCount] = await Promise.all([mayList('nodes'), mayList('pods')]);
  if (!maySee) return null;
  const nodes = listAt(await k8sJson<unknown>(cluster, `/api/v1/nodes?limit=${MOST_NODES}`, { signal }), 'items');
  const placed = nodes.map((node) => ({ node, objections: placeObjections(pod, node) }));
  const open = new Set(
    placed.filter(({ objections }) => objections.length === 0).slice(0, mayCount ? MOST_COUNTED : 0),
  );
  const asked = resourcesOf(pod).requests;
  return mapBounded(placed, 4, async (entry) => {
    const name = textAt(entry.node, 'metadata.name');
    const zone = zoneOf(entry.node);
    if (!open.has(entry)) return { node: name, zone, objections: entry.objections, counted: false };
    const selector = `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`;
    const path = `/api/v1/pods?fieldSelector=${encodeURIComponent(selector)}`;
    const pods = listAt(await k8sJson<unknown>(cluster, path, { signal }), 'items').filter((each) => !replaces(each));
    const requests = new Map<string, string>();
    for (const each of pods) addTo(requests, resourcesOf(each).requests);
    return {
      node: name,
      zone,
      objections: roomObjections(asked, entry.node, { requests, pods: pods.length }),
      counted: true,
    };
  });
}

function resourcesOf(pod: unknown): PodResources {
  return podResources({
    containers: listAt(pod, 'spec.containers').map((container) => valueAt(container, 'resources')),
    initContainers: listAt(pod, 'spec.initContainers').map((container) => ({
      resources: valueAt(container, 'resources'),
      sidecar: textAt(container, 'restartPolicy') === 'Always',
    })),
    overhead: valueAt(pod, 'spec.overhead'),
    whole: valueAt(pod, 'spec.resources'),
  });
}
