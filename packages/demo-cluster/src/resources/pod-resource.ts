import { type Pod, type PodWords, podWords } from './pod-words.ts';
import {
  AGE,
  ALL_VERBS,
  type CellContext,
  column,
  NAME,
  orNone,
  PROXY_VERBS,
  type ResourceType,
  STATUS,
  wide,
} from './resource-type.ts';

const CONNECT_VERBS = ['create', 'get'];

/** Three columns of one row ask for the words of the same pod, one after the other. */
let last: { readonly pod: Pod; readonly now: number; readonly words: PodWords } | undefined;

function wordsOf(pod: Pod, { now }: CellContext): PodWords {
  if (last?.pod !== pod || last.now !== now) last = { pod, now, words: podWords(pod, now) };
  return last.words;
}

const podWord = (word: keyof PodWords) => (pod: Pod, context: CellContext) => wordsOf(pod, context)[word];

export const pods: ResourceType<Pod> = {
  group: '',
  versions: ['v1'],
  plural: 'pods',
  singular: 'pod',
  kind: 'Pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  verbs: ALL_VERBS,
  generation: true,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: CONNECT_VERBS },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', kind: 'Eviction', verbs: ['create'], group: 'policy', version: 'v1' },
    { name: 'exec', kind: 'PodExecOptions', verbs: CONNECT_VERBS },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: CONNECT_VERBS },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: PROXY_VERBS },
    { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    STATUS('Pod'),
  ],
  columns: [
    NAME,
    column('Ready', podWord('ready')),
    column('Status', podWord('status')),
    column('Restarts', podWord('restarts')),
    AGE,
    wide('IP', (pod) => orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP)),
    wide('Node', (pod) => orNone(pod.spec.nodeName)),
    wide('Nominated Node', (pod) => orNone(pod.status?.nominatedNodeName)),
    wide('Readiness Gates', (pod) => {
      const gates = pod.spec.readinessGates ?? [];
      if (gates.length === 0) return '<none>';
      const isTrue = (type: string) => pod.status?.conditions?.some((c) => c.type === type && c.status === 'True');
      return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`;
    }),
  ],
  fields: {
    'spec.nodeName': (pod) => pod.spec.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec.hostNetwork ?? false),
    'status.phase': (pod) => pod.status?.phase ?? '',
    'status.podIP': (pod) => pod.status?.podIP ?? '',
    'status.podIPs': (pod) => (pod.status?.podIPs ?? []).map(({ ip }) => ip ?? '').join(','),
    'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
  },
};
