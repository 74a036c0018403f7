import type { JsonMap } from '../kube-yaml.ts';
import { groupVersionOf, isClusterWide, kindOf, metadataOf, nameOf, type Resource, rename } from './resource.ts';
import { mapsAt } from './walk-fields.ts';

/** The field `namespace` of a kustomization. */
export function transformNamespace(resources: readonly Resource[], { namespace }: JsonMap): void {
  if (typeof namespace !== 'string' || namespace === '') return;
  for (const resource of resources) {
    const { object } = resource;
    const kind = kindOf(object);
    if (kind === 'Namespace') {
      if (nameOf(resource) !== namespace) rename(resource, namespace);
    } else if (!isClusterWide(object)) {
      metadataOf(object)['namespace'] = namespace;
      resource.namespaces.push(namespace);
    }
    if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
      for (const subject of mapsAt(object, 'subjects[]'))
        if (subject['kind'] === 'ServiceAccount' && subject['name'] === 'default') subject['namespace'] = namespace;
    if (kind === 'APIService') for (const service of mapsAt(object, 'spec/service')) service['namespace'] = namespace;
    if (kind === 'CustomResourceDefinition')
      for (const service of mapsAt(object, 'spec/conversion/webhook/clientConfig/service'))
        service['namespace'] = namespace;
  }
}

/** The fields `namePrefix` and `nameSuffix`. */
export function transformNames(resources: readonly Resource[], { namePrefix, nameSuffix }: JsonMap): void {
  const prefix = typeof namePrefix === 'string' ? namePrefix : '';
  const suffix = typeof nameSuffix === 'string' ? nameSuffix : '';
  if (prefix === '' && suffix === '') return;
  for (const resource of resources) {
    resource.affixes.push(`${prefix}|${suffix}`);
    if (!keepsItsName(resource.object)) rename(resource, `${prefix}${nameOf(resource)}${suffix}`);
  }
}

function keepsItsName(object: JsonMap): boolean {
  const kind = kindOf(object);
  return (
    kind === 'CustomResourceDefinition' ||
    kind === 'Namespace' ||
    (kind === 'APIService' && groupVersionOf(object)[0] === 'apiregistration.k8s.io')
  );
}
