import type { User } from './auth/tokens.ts';
import { timestamp } from './memory-store.ts';
import type { ClusterStore, ResourceKey } from './store.ts';

const GROUP = 'flowcontrol.apiserver.k8s.io';
const SCHEMAS: ResourceKey = { group: GROUP, resource: 'flowschemas' };
const LEVELS: ResourceKey = { group: GROUP, resource: 'prioritylevelconfigurations' };

/** Levels by name: shares, lendable percent, and queues, hand size and queue length; none of these rejects. */
const LIMITED: readonly (readonly [
  name: string,
  shares: number,
  lendable: number,
  queuing?: [number, number, number],
])[] = [
  ['catch-all', 5, 0],
  ['global-default', 20, 50, [128, 6, 50]],
  ['leader-election', 10, 0, [16, 4, 50]],
  ['node-high', 40, 25, [64, 6, 50]],
  ['system', 30, 33, [64, 6, 50]],
  ['workload-high', 40, 50, [128, 6, 50]],
  ['workload-low', 100, 90, [128, 6, 50]],
];

const user = (name: string) => ({ kind: 'User', user: { name } });
const group = (name: string) => ({ kind: 'Group', group: { name } });
const accounts = (namespace: string, name = '*') => ({ kind: 'ServiceAccount', serviceAccount: { name, namespace } });
const EVERYBODY = [group('system:unauthenticated'), group('system:authenticated')];
const CONTROLLERS = [user('system:kube-controller-manager'), user('system:kube-scheduler')];

const resources = (apiGroup: string, names: string[], namespaces: string[], verbs: string[], clusterScope = false) => ({
  apiGroups: [apiGroup],
  ...(clusterScope ? { clusterScope } : {}),
  namespaces,
  resources: names,
  verbs,
});
const EVERYTHING = {
  nonResourceRules: [{ nonResourceURLs: ['*'], verbs: ['*'] }],
  resourceRules: [resources('*', ['*'], ['*'], ['*'], true)],
};
const LEASES = { resourceRules: [resources('coordination.k8s.io', ['leases'], ['*'], ['get', 'create', 'update'])] };
const PROBES = { nonResourceRules: [{ nonResourceURLs: ['/healthz', '/readyz', '/livez'], verbs: ['get'] }] };
const NODE_STATE = {
  resourceRules: [
    resources('', ['nodes', 'nodes/status'], ['*'], ['*'], true),
    resources('coordination.k8s.io', ['leases'], ['*'], ['*']),
  ],
};
const ENDPOINTS = { resourceRules: [resources('', ['endpoints'], ['*'], ['get', 'create', 'update'])] };

type Distinguisher = 'ByUser' | 'ByNamespace' | undefined;

const FLOWS: readonly (readonly [
  name: string,
  level: string,
  precedence: number,
  by: Distinguisher,
  subjects: readonly object[],
  rules: object,
])[] = [
  ['exempt', 'exempt', 1, undefined, [group('system:masters')], EVERYTHING],
  ['probes', 'exempt', 2, undefined, EVERYBODY, PROBES],
  ['system-leader-election', 'leader-election', 100, 'ByUser', CONTROLLERS, LEASES],
  ['endpoint-controller', 'workload-high', 150, 'ByUser', [accounts('kube-system', 'endpoint-controller')], ENDPOINTS],
  ['workload-leader-election', 'leader-election', 200, 'ByUser', [accounts('kube-system')], LEASES],
  ['system-node-high', 'node-high', 400, 'ByUser', [group('system:nodes')], NODE_STATE],
  ['system-nodes', 'system', 500, 'ByUser', [group('system:nodes')], EVERYTHING],
  ['kube-controller-manager', 'workload-high', 800, 'ByNamespace', CONTROLLERS.slice(0, 1), EVERYTHING],
  ['kube-scheduler', 'workload-high', 800, 'ByNamespace', CONTROLLERS.slice(1), EVERYTHING],
  ['kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', [accounts('kube-system')], EVERYTHING],
  ['service-accounts', 'workload-low', 9000, 'ByUser', [group('system:serviceaccounts')], EVERYTHING],
  ['global-default', 'global-default', 9900, 'ByUser', EVERYBODY, EVERYTHING],
  ['catch-all', 'catch-all', 10_000, 'ByUser', EVERYBODY, EVERYTHING],
];

/** The priority levels and flow schemas that an API server makes for itself. */
export function seedFlowControl(store: ClusterStore): void {
  const annotations = { 'apf.kubernetes.io/autoupdate-spec': 'true' };
  const exempt = { nominalConcurrencyShares: 0, lendablePercent: 0 };
  store.create(LEVELS, { metadata: { name: 'exempt', annotations }, spec: { type: 'Exempt', exempt }, status: {} });
  for (const [name, nominalConcurrencyShares, lendablePercent, numbers] of LIMITED) {
    const [queues, handSize, queueLengthLimit] = numbers ?? [];
    const limitResponse = numbers
      ? { type: 'Queue', queuing: { handSize, queueLengthLimit, queues } }
      : { type: 'Reject' };
    const limited = { nominalConcurrencyShares, lendablePercent, limitResponse };
    store.create(LEVELS, { metadata: { name, annotations }, spec: { type: 'Limited', limited }, status: {} });
  }
  for (const [name, level, matchingPrecedence, by, subjects, rules] of FLOWS)
    store.create(SCHEMAS, {
      metadata: { name, annotations },
      spec: {
        ...(by ? { distinguisherMethod: { type: by } } : {}),
        matchingPrecedence,
        priorityLevelConfiguration: { name: level },
        rules: [{ ...rules, subjects }],
      },
      status: {
        conditions: [
          {
            lastTransitionTime: timestamp(store.now()),
            message: `This FlowSchema references the PriorityLevelConfiguration object named "${level}" and it exists`,
            reason: 'Found',
            status: 'False',
            type: 'Dangling',
          },
        ],
      },
    });
}

/** The names of the flow schema and the priority level under which somebody's requests run: of the broad ones only. */
function flowOf({ name, groups }: Pick<User, 'name' | 'groups'>): readonly [schema: string, level: string] {
  if (groups.includes('system:masters')) return ['exempt', 'exempt'];
  if (groups.includes('system:nodes')) return ['system-nodes', 'system'];
  if (name.startsWith('system:serviceaccount:kube-system:')) return ['kube-system-service-accounts', 'workload-high'];
  if (groups.includes('system:serviceaccounts')) return ['service-accounts', 'workload-low'];
  return ['global-default', 'global-default'];
}

/** The headers that say so, by uid (KEP-1040). */
export function flowHeaders(store: ClusterStore, asker: Pick<User, 'name' | 'groups'>): [string, string][] {
  const [schema, level] = flowOf(asker);
  const uid = (key: ResourceKey, name: string) => store.get(key, undefined, name)?.metadata.uid ?? '';
  return [
    ['X-Kubernetes-Pf-Flowschema-Uid', uid(SCHEMAS, schema)],
    ['X-Kubernetes-Pf-Prioritylevel-Uid', uid(LEVELS, level)],
  ];
}
