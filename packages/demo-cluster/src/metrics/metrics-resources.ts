import type { Pod } from '../controllers/kinds.ts';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import { timestamp } from '../memory-store.ts';
import { column, NAME, type ResourceType } from '../resources/resource-type.ts';
import type { ClusterStore, DemoObject } from '../store.ts';
import type { SimulatedLoad, Usage } from './simulated-load.ts';

const PODS = { group: '', resource: 'pods' };
const NODES = { group: '', resource: 'nodes' };
/** A server of metrics reads every node this often, and needs two readings of a container to know its CPU. */
const RESOLUTION_MS = 15_000;
const WINDOW = '15.000s';

const metrics = { group: 'metrics.k8s.io', versions: ['v1beta1'], verbs: ['get', 'list'], subresources: [] } as const;

const usageText = ({ cpuMillis, memoryBytes }: Usage) => ({
  cpu: `${Math.round(cpuMillis * 1e6)}n`,
  memory: `${Math.round(memoryBytes / 1024)}Ki`,
});

/** The latest reading, at a moment that is the same for everybody. */
const readingAt = (now: number) => now - (now % RESOLUTION_MS);

function runningContainers(pod: DemoObject, reading: number): string[] {
  return objectsIn(pod, 'status', 'containerStatuses')
    .filter((status) => {
      const started = Date.parse(textAt(status, 'state', 'running', 'startedAt'));
      return started + RESOLUTION_MS <= reading;
    })
    .map((status) => textAt(status, 'name'));
}

/** metrics.k8s.io as metrics-server serves it: what pods and nodes use, from the simulated load. */
export function metricsResources(load: SimulatedLoad): ResourceType[] {
  const usages = (pod: DemoObject, reading: number) =>
    runningContainers(pod, reading).map((name) => ({ name, usage: load.usageOf(pod as Pod, name, reading) }));

  const metricsOf = (
    kind: string,
    { metadata }: DemoObject,
    now: number,
    reading: number,
    rest: object,
  ): DemoObject => {
    const { name, namespace, labels } = metadata;
    return {
      kind,
      apiVersion: 'metrics.k8s.io/v1beta1',
      // it has neither uid nor resourceVersion
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        creationTimestamp: timestamp(now),
        ...(labels ? { labels } : {}),
      } as DemoObject['metadata'],
      timestamp: timestamp(reading),
      window: WINDOW,
      ...rest,
    };
  };

  const podMetrics = (store: ClusterStore, namespace: string | undefined) => {
    const now = store.now();
    const reading = readingAt(now);
    return store.list(PODS, namespace).flatMap((pod) => {
      if (textAt(pod, 'status', 'phase') !== 'Running') return [];
      const containers = usages(pod, reading).map(({ name, usage }) => ({ name, usage: usageText(usage) }));
      return containers.length === 0 ? [] : [metricsOf('PodMetrics', pod, now, reading, { containers })];
    });
  };

  const nodeMetrics = (store: ClusterStore) => {
    const now = store.now();
    const reading = readingAt(now);
    const used = new Map<string, Usage>();
    for (const pod of store.list(PODS)) {
      const node = textAt(pod, 'spec', 'nodeName');
      for (const { usage } of usages(pod, reading)) {
        const { cpuMillis, memoryBytes } = used.get(node) ?? SYSTEM;
        used.set(node, { cpuMillis: cpuMillis + usage.cpuMillis, memoryBytes: memoryBytes + usage.memoryBytes });
      }
    }
    return store
      .list(NODES)
      .filter((node) =>
        objectsIn(node, 'status', 'conditions').some((c) => c['type'] === 'Ready' && c['status'] === 'True'),
      )
      .map((node) => {
        const usage = usageText(used.get(node.metadata.name) ?? SYSTEM);
        return metricsOf('NodeMetrics', node, now, reading, { usage });
      });
  };

  return [
    {
      ...metrics,
      plural: 'nodes',
      singular: '',
      kind: 'NodeMetrics',
      namespaced: false,
      aggregated: true,
      columns: [
        NAME,
        column('cpu', (node) => textAt(node, 'usage', 'cpu')),
        column('memory', (node) => textAt(node, 'usage', 'memory')),
        column('Window', (node) => textAt(node, 'window')),
      ],
      computed: nodeMetrics,
    },
    {
      ...metrics,
      plural: 'pods',
      singular: '',
      kind: 'PodMetrics',
      namespaced: true,
      aggregated: true,
      columns: [
        NAME,
        column('cpu', (pod) => sumOf(pod, 'cpu')),
        column('memory', (pod) => sumOf(pod, 'memory')),
        column('Window', (pod) => textAt(pod, 'window')),
      ],
      computed: podMetrics,
    },
  ];
}

/** What a node's own system takes, pods or none. */
const SYSTEM: Usage = { cpuMillis: 92, memoryBytes: 640 * 2 ** 20 };

function sumOf(pod: DemoObject, resource: 'cpu' | 'memory'): string {
  const values = objectsIn(pod, 'containers').map((c) => Number.parseInt(String(valueAt(c, 'usage', resource)), 10));
  return `${values.reduce((sum, value) => sum + value, 0)}${resource === 'cpu' ? 'n' : 'Ki'}`;
}
