import { KEYS, type Pod } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import { dataOf } from './container-environment.ts';

type ConfigKind = 'ConfigMap' | 'Secret';

interface ConfigSource {
  readonly optional?: boolean | undefined;
  readonly items?: readonly { readonly key: string }[] | undefined;
}

/** Why a pod's volumes cannot be mounted: FailedMount's message; undefined when they can. */
export function mountFault(store: ClusterStore, pod: Pod): string | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const fault = volumeFault(store, pod, volume);
    if (fault !== undefined) return `MountVolume.SetUp failed for volume "${volume.name}" : ${fault}`;
  }
  return undefined;
}

function volumeFault(
  store: ClusterStore,
  pod: Pod,
  { configMap, secret, projected, persistentVolumeClaim }: NonNullable<Pod['spec']['volumes']>[number],
): string | undefined {
  const fault =
    (configMap && configFault(store, pod, 'ConfigMap', configMap.name, configMap)) ??
    (secret && configFault(store, pod, 'Secret', secret.secretName, secret));
  if (fault !== undefined) return fault;
  for (const source of projected?.sources ?? []) {
    // the CA's ConfigMap follows its namespace by a moment and is not worth a fault
    if (source.configMap?.name === 'kube-root-ca.crt') continue;
    const inner =
      (source.configMap && configFault(store, pod, 'ConfigMap', source.configMap.name, source.configMap)) ??
      (source.secret && configFault(store, pod, 'Secret', source.secret.name, source.secret));
    if (inner !== undefined) return inner;
  }
  const claim = persistentVolumeClaim?.claimName;
  return claim && !store.get(KEYS.PersistentVolumeClaim, pod.metadata.namespace, claim)
    ? `persistentvolumeclaim "${claim}" not found`
    : undefined;
}

/** The words of the volume plug-ins for a source that is not there, and for a key that is not in it. */
function configFault(
  store: ClusterStore,
  pod: Pod,
  kind: ConfigKind,
  name: string,
  { optional, items }: ConfigSource,
): string | undefined {
  if (optional) return undefined;
  const data = dataOf(store, kind, pod, name);
  if (!data) return `${kind.toLowerCase()} "${name}" not found`;
  const lost = items?.find(({ key }) => !Object.hasOwn(data, key));
  if (!lost) return undefined;
  return kind === 'ConfigMap'
    ? `configmap references non-existent config key: ${lost.key}`
    : `references non-existent secret key: ${lost.key}`;
}
