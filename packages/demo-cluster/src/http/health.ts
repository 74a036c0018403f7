/** Names of the checks that a server reports with ?verbose, in its order; they always pass here. */
const HOOKS = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
].map((hook) => `poststarthook/${hook}`);
const COMMON = [
  ...HOOKS,
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
];

const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: ['ping', 'log', 'etcd', ...COMMON],
  livez: ['ping', 'log', 'etcd', ...COMMON],
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...COMMON, 'shutdown'],
};

/** Every path of a health check. */
export const HEALTH_PATHS: readonly string[] = Object.entries(CHECKS).flatMap(([root, checks]) => [
  `/${root}`,
  ...checks.map((check) => `/${root}/${check}`),
]);

/** The text of a health check; undefined when there is none at this path. */
export function healthText(path: string, query: URLSearchParams): string | undefined {
  const [, root = '', ...rest] = path.replace(/\/$/, '').split('/');
  const checks = Object.hasOwn(CHECKS, root) ? CHECKS[root] : undefined;
  if (!checks) return undefined;
  if (rest.length > 0) return checks.includes(rest.join('/')) ? 'ok' : undefined;
  if (!query.has('verbose')) return 'ok';
  const excluded = query.getAll('exclude');
  const lines = checks.map((check) => `[+]${check} ${excluded.includes(check) ? 'excluded: ok' : 'ok'}`);
  return `${lines.join('\n')}\n${root} check passed\n`;
}
