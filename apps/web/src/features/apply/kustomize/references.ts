import type { JsonMap } from '../kube-yaml.ts';
import { KustomizeError } from './kustomize-error.ts';
import { kindOf, metadataOf, nameOf, type Resource } from './resource.ts';
import { mapsAt, POD_SPECS } from './walk-fields.ts';

/** Fields below a pod spec that name an object of a kind. */
const IN_PODS: readonly (readonly [kind: string, path: string, field: string])[] = [
  ['ConfigMap', 'volumes[]/configMap', 'name'],
  ['ConfigMap', 'volumes[]/projected/sources[]/configMap', 'name'],
  ...['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => [
    ['ConfigMap', `${list}[]/env[]/valueFrom/configMapKeyRef`, 'name'] as const,
    ['ConfigMap', `${list}[]/envFrom[]/configMapRef`, 'name'] as const,
    ['Secret', `${list}[]/env[]/valueFrom/secretKeyRef`, 'name'] as const,
    ['Secret', `${list}[]/envFrom[]/secretRef`, 'name'] as const,
  ]),
  ['Secret', 'volumes[]/secret', 'secretName'],
  ['Secret', 'volumes[]/projected/sources[]/secret', 'name'],
  ['Secret', 'volumes[]/csi/nodePublishSecretRef', 'name'],
  ['Secret', 'imagePullSecrets[]', 'name'],
  ['PersistentVolumeClaim', 'volumes[]/persistentVolumeClaim', 'claimName'],
  ['ServiceAccount', '', 'serviceAccountName'],
  ['PriorityClass', '', 'priorityClassName'],
];

/** Fields of other kinds, from the object's root. */
const ELSEWHERE: Readonly<Record<string, readonly (readonly [kind: string, path: string, field: string])[]>> = {
  Ingress: [
    ['Service', 'spec/rules[]/http/paths[]/backend/service', 'name'],
    ['Service', 'spec/rules[]/http/paths[]/backend', 'serviceName'],
    ['Service', 'spec/defaultBackend/service', 'name'],
    ['Service', 'spec/backend', 'serviceName'],
    ['Secret', 'spec/tls[]', 'secretName'],
    ['IngressClass', 'spec', 'ingressClassName'],
  ],
  StatefulSet: [
    ['Service', 'spec', 'serviceName'],
    ['StorageClass', 'spec/volumeClaimTemplates[]/spec', 'storageClassName'],
  ],
  PersistentVolumeClaim: [
    ['PersistentVolume', 'spec', 'volumeName'],
    ['StorageClass', 'spec', 'storageClassName'],
  ],
  PersistentVolume: [
    ['StorageClass', 'spec', 'storageClassName'],
    ['PersistentVolumeClaim', 'spec/claimRef', 'name'],
  ],
  ServiceAccount: [
    ['Secret', 'secrets[]', 'name'],
    ['Secret', 'imagePullSecrets[]', 'name'],
  ],
  APIService: [['Service', 'spec/service', 'name']],
  MutatingWebhookConfiguration: [['Service', 'webhooks[]/clientConfig/service', 'name']],
  ValidatingWebhookConfiguration: [['Service', 'webhooks[]/clientConfig/service', 'name']],
  CustomResourceDefinition: [['Service', 'spec/conversion/webhook/clientConfig/service', 'name']],
};
const SCALES = ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

/** Makes every reference name what its object is called in the end: prefix, suffix, hash, and a subject's namespace. */
export function fixReferences(resources: readonly Resource[]): void {
  for (const referrer of resources) {
    const { object } = referrer;
    const kind = kindOf(object);
    const podSpec = POD_SPECS[kind];
    const fix = (of: string, maps: readonly JsonMap[], field: string): void => {
      for (const map of maps) renameIn(map, field, find(resources, referrer, of, map[field]));
    };
    if (podSpec !== undefined)
      for (const spec of mapsAt(object, podSpec))
        for (const [of, path, field] of IN_PODS) fix(of, mapsAt(spec, path), field);
    for (const [of, path, field] of ELSEWHERE[kind] ?? []) fix(of, mapsAt(object, path), field);
    if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') fixBinding(resources, referrer);
    if (kind === 'HorizontalPodAutoscaler')
      for (const target of mapsAt(object, 'spec/scaleTargetRef'))
        if (SCALES.includes(String(target['kind']))) fix(String(target['kind']), [target], 'name');
    if (kind === 'Role' || kind === 'ClusterRole')
      for (const rule of mapsAt(object, 'rules[]')) fixRule(resources, referrer, rule);
  }
}

function renameIn(map: JsonMap, field: string, target: Resource | undefined): void {
  if (target !== undefined) map[field] = nameOf(target);
}

function fixBinding(resources: readonly Resource[], binding: Resource): void {
  for (const role of mapsAt(binding.object, 'roleRef'))
    renameIn(role, 'name', find(resources, binding, String(role['kind']), role['name']));
  for (const subject of mapsAt(binding.object, 'subjects[]')) {
    if (subject['kind'] !== 'ServiceAccount') continue;
    const account = find(resources, binding, 'ServiceAccount', subject['name'], subject['namespace']);
    if (account === undefined) continue;
    subject['name'] = nameOf(account);
    const { namespace } = metadataOf(account.object);
    if (namespace !== undefined) subject['namespace'] = namespace;
  }
}

const NAMED: Readonly<Record<string, string>> = { configmaps: 'ConfigMap', secrets: 'Secret' };

function fixRule(resources: readonly Resource[], role: Resource, rule: JsonMap): void {
  const { resources: kinds, resourceNames: names } = rule;
  if (!Array.isArray(kinds) || !Array.isArray(names)) return;
  for (const plural of kinds) {
    const of = NAMED[String(plural)];
    if (of === undefined) continue;
    rule['resourceNames'] = (rule['resourceNames'] as unknown[]).map((name) => {
      const target = find(resources, role, of, name);
      return target === undefined ? name : nameOf(target);
    });
  }
}

/** The object that a reference means: by any name that it has had, in the referrer's own namespace and from the same base. */
function find(
  resources: readonly Resource[],
  referrer: Resource,
  kind: string,
  name: unknown,
  namespace?: unknown,
): Resource | undefined {
  if (typeof name !== 'string') return undefined;
  const all = resources.filter(
    ({ object, names, namespaces }) =>
      kindOf(object) === kind &&
      names.includes(name) &&
      // a subject says where its account is
      (typeof namespace !== 'string' || ['', 'default', ...namespaces].includes(namespace)),
  );
  const place = namespace ?? metadataOf(referrer.object)['namespace'];
  const narrower = [
    (one: Resource) => typeof place !== 'string' || one.namespaces.length === 0 || one.namespaces.includes(place),
    (one: Resource) => one.affixes.join() === referrer.affixes.join(),
    (one: Resource) => one.affixes[0] === referrer.affixes[0],
  ];
  let found = all;
  for (const fits of narrower) if (found.length > 1) found = found.filter(fits);
  if (found.length > 1) throw new KustomizeError('ambiguous', { name });
  return found[0] ?? undefined;
}
