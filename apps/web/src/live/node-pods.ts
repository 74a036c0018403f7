import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { type Amounts, addTo, type PodResources, podResources } from '../api/scheduling/pod-resources.ts';
import type { Row } from './row.ts';

const FIELDS = [
  'spec.containers[*].resources',
  'spec.initContainers[*].resources',
  'spec.initContainers[*].restartPolicy',
  'spec.overhead',
  'spec.resources',
  'spec.containers[*].name',
] as const;
const NODE = 'spec.nodeName';

/** A pod on a node with what the scheduler counts for it. */
export interface NodePod extends PodResources {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly created: number;
  readonly status: string;
  /** false: its spec is too long to travel in a list, so that its requests are not known here */
  readonly known: boolean;
}

/** The pods that a node has to reckon with: those that have not ended, as kubectl describe selects them. */
export function nodePodsQuery(cluster: string, node: string): LiveQuery {
  return {
    cluster,
    resource: 'v1/pods',
    namespaces: null,
    fieldSelector: `spec.nodeName=${node},status.phase!=Succeeded,status.phase!=Failed`,
    fields: [...FIELDS],
    mode: 'rows',
  };
}

/** The same of all nodes, each with the name of its own; all that is read of the pods of a cluster goes by the BFF once. */
export function placedPodsQuery(cluster: string): LiveQuery {
  return {
    cluster,
    resource: 'v1/pods',
    namespaces: null,
    fieldSelector: 'spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed',
    fields: [...FIELDS, NODE],
    mode: 'rows',
  };
}

/** The node of a row of {@link placedPodsQuery}. */
export function readNodeOf(row: Row): string {
  return String(row.fields[FIELDS.length] ?? '');
}

/** Makes, of the server's columns, the function that reads a pod. */
export function readNodePod(columns: readonly { readonly name: string }[]): (row: Row) => NodePod {
  const status = columns.findIndex(({ name }) => name === 'Status');
  return (row) => {
    const field = (name: (typeof FIELDS)[number]): unknown => row.fields[FIELDS.indexOf(name)];
    const list = (name: (typeof FIELDS)[number]): readonly unknown[] => {
      const value = field(name);
      return Array.isArray(value) ? value : [];
    };
    const policies = list('spec.initContainers[*].restartPolicy');
    const containers = list('spec.containers[*].resources');
    return {
      uid: row.uid,
      namespace: row.namespace,
      name: row.name,
      created: row.created,
      status: String(row.cells[status] ?? ''),
      // the server writes `resources` of each container, were it empty; it is left out only where all of it is too long
      known: containers.length > 0 || list('spec.containers[*].name').length > 0,
      ...podResources({
        containers,
        initContainers: list('spec.initContainers[*].resources').map((resources, index) => ({
          resources,
          sidecar: policies[index] === 'Always',
        })),
        overhead: field('spec.overhead'),
        whole: field('spec.resources'),
      }),
    };
  };
}

/** What the pods of a node ask for together. */
export function allocated(pods: Iterable<NodePod>): PodResources {
  const requests = new Map<string, string>();
  const limits = new Map<string, string>();
  for (const pod of pods) {
    addTo(requests, pod.requests);
    addTo(limits, pod.limits);
  }
  return { requests, limits };
}

/** kubectl's order of resources: these first, whatever else the node has by name; the number of pods is no such amount. */
const FIRST = ['cpu', 'memory', 'ephemeral-storage'];

export function resourceOrder(...amounts: readonly Amounts[]): readonly string[] {
  const all = new Set(amounts.flatMap((each) => [...each.keys()]));
  for (const name of [...FIRST, 'pods']) all.delete(name);
  return [...FIRST, ...[...all].sort()];
}
