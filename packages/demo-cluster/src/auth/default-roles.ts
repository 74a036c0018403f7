import type { ClusterStore } from '../store.ts';
import type { PolicyRule } from './rbac.ts';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

interface Row {
  readonly group: string;
  /** readable by view and up */
  readonly view: readonly string[];
  /** writable (and readable) by edit and up */
  readonly edit: readonly string[];
  /** readable by edit and up, not by view */
  readonly readByEdit?: readonly string[];
}

/** What the default roles view, edit and admin cover, per API group. */
const TABLE: readonly Row[] = [
  {
    group: '',
    view: [
      'configmaps',
      'endpoints',
      'events',
      'limitranges',
      'namespaces',
      'namespaces/status',
      'persistentvolumeclaims',
      'persistentvolumeclaims/status',
      'pods',
      'pods/log',
      'pods/status',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'replicationcontrollers/status',
      'resourcequotas',
      'resourcequotas/status',
      'serviceaccounts',
      'services',
      'services/status',
    ],
    readByEdit: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'],
    edit: [
      'configmaps',
      'events',
      'persistentvolumeclaims',
      'pods',
      'pods/attach',
      'pods/eviction',
      'pods/exec',
      'pods/portforward',
      'pods/proxy',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'secrets',
      'serviceaccounts',
      'serviceaccounts/token',
      'services',
      'services/proxy',
    ],
  },
  {
    group: 'apps',
    view: [
      'controllerrevisions',
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ],
    edit: [
      'daemonsets',
      'deployments',
      'deployments/rollback',
      'deployments/scale',
      'replicasets',
      'replicasets/scale',
      'statefulsets',
      'statefulsets/scale',
    ],
  },
  {
    group: 'autoscaling',
    view: ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'],
    edit: ['horizontalpodautoscalers'],
  },
  {
    group: 'batch',
    view: ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'],
    edit: ['cronjobs', 'jobs'],
  },
  { group: 'discovery.k8s.io', view: ['endpointslices'], edit: [] },
  {
    group: 'networking.k8s.io',
    view: ['ingresses', 'ingresses/status', 'networkpolicies'],
    edit: ['ingresses', 'networkpolicies'],
  },
  {
    group: 'policy',
    view: ['poddisruptionbudgets', 'poddisruptionbudgets/status'],
    edit: ['poddisruptionbudgets'],
  },
  { group: 'metrics.k8s.io', view: ['pods', 'nodes'], edit: [] },
];

const rule = (group: string, resources: readonly string[], verbs: readonly string[]): PolicyRule[] =>
  resources.length === 0 ? [] : [{ apiGroups: [group], resources, verbs }];

const VIEW = TABLE.flatMap(({ group, view }) => rule(group, view, READ));
const EDIT = [
  ...TABLE.flatMap(({ group, readByEdit = [], edit }) => [
    ...rule(group, readByEdit, READ),
    ...rule(group, edit, WRITE),
  ]),
  ...rule('', ['serviceaccounts'], ['impersonate']),
  ...rule('coordination.k8s.io', ['leases'], [...READ, ...WRITE]),
];
const ADMIN = [
  ...rule('authorization.k8s.io', ['localsubjectaccessreviews'], ['create']),
  ...rule('rbac.authorization.k8s.io', ['rolebindings', 'roles'], [...READ, ...WRITE]),
];

const REVIEWS = rule('authorization.k8s.io', ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], ['create']);
const aggregated = (to: string) => ({
  clusterRoleSelectors: [{ matchLabels: { [`rbac.authorization.k8s.io/aggregate-to-${to}`]: 'true' } }],
});

interface DefaultRole {
  readonly rules: readonly PolicyRule[];
  readonly aggregateTo?: string;
  readonly aggregationRule?: object;
  /** the group that a ClusterRoleBinding of the same name binds it to */
  readonly boundTo?: readonly string[];
}

/** admin, edit and view collect the parts that are labelled for them, as everywhere, so CRD authors can add to them. */
const DEFAULT_ROLES: Readonly<Record<string, DefaultRole>> = {
  'cluster-admin': {
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
    boundTo: ['system:masters'],
  },
  admin: { rules: [...ADMIN, ...EDIT, ...VIEW], aggregationRule: aggregated('admin') },
  edit: { rules: [...EDIT, ...VIEW], aggregationRule: aggregated('edit') },
  view: { rules: VIEW, aggregationRule: aggregated('view') },
  'system:aggregate-to-admin': { rules: ADMIN, aggregateTo: 'admin' },
  'system:aggregate-to-edit': { rules: EDIT, aggregateTo: 'edit' },
  'system:aggregate-to-view': { rules: VIEW, aggregateTo: 'view' },
  'system:basic-user': {
    rules: [...REVIEWS, ...rule('authentication.k8s.io', ['selfsubjectreviews'], ['create'])],
    boundTo: ['system:authenticated'],
  },
  'system:discovery': {
    rules: [
      {
        nonResourceURLs: [
          '/api',
          '/api/*',
          '/apis',
          '/apis/*',
          '/healthz',
          '/livez',
          '/openapi',
          '/openapi/*',
          '/readyz',
          '/version',
          '/version/',
        ],
        verbs: ['get'],
      },
    ],
    boundTo: ['system:authenticated'],
  },
  'system:public-info-viewer': {
    rules: [{ nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'], verbs: ['get'] }],
    boundTo: ['system:authenticated', 'system:unauthenticated'],
  },
};

const BOOTSTRAP = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

/** Puts the default ClusterRoles and their bindings into an empty store. */
export function seedDefaultRoles(store: ClusterStore): void {
  const group = 'rbac.authorization.k8s.io';
  for (const [name, role] of Object.entries(DEFAULT_ROLES)) {
    // edit aggregates view, admin aggregates both
    const targets = { view: ['view', 'edit', 'admin'], edit: ['edit', 'admin'], admin: ['admin'] }[
      role.aggregateTo ?? ''
    ];
    const labels = Object.fromEntries(
      (targets ?? []).map((target) => [`rbac.authorization.k8s.io/aggregate-to-${target}`, 'true']),
    );
    store.create(
      { group, resource: 'clusterroles' },
      {
        metadata: { name, labels: { ...BOOTSTRAP, ...labels } },
        ...(role.aggregationRule ? { aggregationRule: role.aggregationRule } : {}),
        rules: role.rules,
      },
    );
    if (!role.boundTo) continue;
    store.create(
      { group, resource: 'clusterrolebindings' },
      {
        metadata: { name, labels: BOOTSTRAP },
        roleRef: { apiGroup: group, kind: 'ClusterRole', name },
        subjects: role.boundTo.map((subject) => ({ apiGroup: group, kind: 'Group', name: subject })),
      },
    );
  }
}
