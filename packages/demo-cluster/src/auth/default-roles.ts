import type { ClusterStore } from '../store.ts';
import type { PolicyRule } from './rbac.ts';
import { COMPONENT_ROLES, COMPONENT_SUBJECTS, CONTROLLER_ROLES, NAMESPACED_ROLES } from './system-roles.ts';

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
  clusterRoleSelectors: [{ matchLabels: { [LABEL + to]: 'true' } }],
});

const LABEL = 'rbac.authorization.k8s.io/aggregate-to-';

interface DefaultRole {
  readonly rules: readonly PolicyRule[];
  /** the collecting role that takes its rules in */
  readonly aggregateTo?: string;
  readonly aggregationRule?: object;
  /** the groups that a ClusterRoleBinding of the same name binds it to */
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
  'system:aggregate-to-view': { rules: VIEW, aggregateTo: 'view' },
  view: { rules: [], aggregationRule: aggregated('view'), aggregateTo: 'edit' },
  'system:aggregate-to-edit': { rules: EDIT, aggregateTo: 'edit' },
  edit: { rules: [], aggregationRule: aggregated('edit'), aggregateTo: 'admin' },
  'system:aggregate-to-admin': { rules: ADMIN, aggregateTo: 'admin' },
  admin: { rules: [], aggregationRule: aggregated('admin') },
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

const GROUP = 'rbac.authorization.k8s.io';
const KUBE_SYSTEM = 'kube-system';

/** A rule in the short form of the tables: "verbs groups resources [names]", or "verbs paths". */
function readRule(text: string): PolicyRule {
  const [verbs = [], ...rest] = text.split(' ').map((part) => part.split(','));
  const [groups = [], resources, resourceNames] = rest;
  if (!resources) return { verbs, nonResourceURLs: groups };
  const apiGroups = groups.map((group) => (group === 'core' ? '' : group));
  return { verbs, apiGroups, resources, ...(resourceNames ? { resourceNames } : {}) };
}

const account = (name: string) => ({ kind: 'ServiceAccount', name, namespace: KUBE_SYSTEM });
const subject = (kind: string, name: string) =>
  kind === 'ServiceAccount' ? account(name) : { apiGroup: GROUP, kind, name };

/** What the API server made, and keeps as it is. */
const metadata = (name: string, labels: Record<string, string> = {}, namespace?: string) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
});

/** Puts the default roles and their bindings into an empty store. */
export function seedDefaultRoles(store: ClusterStore): void {
  const role = (name: string, rest: object, labels?: Record<string, string>) =>
    store.create({ group: GROUP, resource: 'clusterroles' }, { metadata: metadata(name, labels), ...rest });
  const bind = (name: string, subjects: readonly object[]) =>
    store.create(
      { group: GROUP, resource: 'clusterrolebindings' },
      { metadata: metadata(name), roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name }, subjects },
    );
  for (const [name, { rules, aggregateTo, aggregationRule, boundTo }] of Object.entries(DEFAULT_ROLES)) {
    const labels = aggregateTo === undefined ? {} : { [LABEL + aggregateTo]: 'true' };
    role(name, { ...(aggregationRule ? { aggregationRule } : {}), rules }, labels);
    if (boundTo)
      bind(
        name,
        boundTo.map((group) => subject('Group', group)),
      );
  }
  for (const [name, rules] of Object.entries(CONTROLLER_ROLES)) {
    role(`system:controller:${name}`, { rules: rules.map(readRule) });
    bind(`system:controller:${name}`, [account(name)]);
  }
  for (const [name, rules] of Object.entries(COMPONENT_ROLES)) {
    role(name, { rules: rules.map(readRule) });
    const bound = COMPONENT_SUBJECTS[name];
    if (bound) bind(name, [subject(...bound)]);
  }
  seedNamespacedRoles(store);
}

function seedNamespacedRoles(store: ClusterStore): void {
  for (const [place, rules, names] of NAMESPACED_ROLES) {
    const [namespace = '', name = ''] = place.split(' ');
    store.create(
      { group: GROUP, resource: 'roles' },
      { metadata: metadata(name, {}, namespace), rules: rules.map(readRule) },
    );
    const binding = name.startsWith('system:') ? name : `system::${name}`;
    store.create(
      { group: GROUP, resource: 'rolebindings' },
      {
        metadata: metadata(binding, {}, namespace),
        roleRef: { apiGroup: GROUP, kind: 'Role', name },
        subjects: names.map((each) => subject(each.startsWith('system:') ? 'User' : 'ServiceAccount', each)),
      },
    );
  }
}
