import { parseQuantity } from '@quarterdeck/shared/quantity';
import { isJsonObject, textAt, valueAt } from '../json-value.ts';
import { forbidden } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { type AdmissionPlugin, type AdmissionStore, writes } from './admission-plugin.ts';

const STORAGE_CLASSES = { group: 'storage.k8s.io', resource: 'storageclasses' };
const INGRESS_CLASSES = { group: 'networking.k8s.io', resource: 'ingressclasses' };
const PROTECTION: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
};

/** The newest of the objects that an annotation makes the default. */
function marked(store: AdmissionStore, key: typeof STORAGE_CLASSES, annotation: string): DemoObject | undefined {
  return store
    .list(key)
    .filter((one) => one.metadata.annotations?.[annotation] === 'true')
    .sort(
      (a, b) =>
        b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp) ||
        a.metadata.name.localeCompare(b.metadata.name),
    )[0];
}

/** DefaultStorageClass */
export const defaultStorageClass: AdmissionPlugin = (request, store) => {
  if (!writes(request, 'persistentvolumeclaims', 'CREATE')) return undefined;
  const spec = request.object['spec'];
  const isNamed = request.object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined;
  if (!isJsonObject(spec) || spec['storageClassName'] !== undefined || isNamed) return undefined;
  const found = marked(store, STORAGE_CLASSES, 'storageclass.kubernetes.io/is-default-class');
  if (found) spec['storageClassName'] = found.metadata.name;
  return undefined;
};

/** DefaultIngressClass */
export const defaultIngressClass: AdmissionPlugin = (request, store) => {
  if (!writes(request, 'networking.k8s.io/ingresses', 'CREATE')) return undefined;
  const spec = request.object['spec'];
  const isNamed = request.object.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined;
  if (!isJsonObject(spec) || spec['ingressClassName'] !== undefined || isNamed) return undefined;
  const found = marked(store, INGRESS_CLASSES, 'ingressclass.kubernetes.io/is-default-class');
  if (found) spec['ingressClassName'] = found.metadata.name;
  return undefined;
};

/** StorageObjectInUseProtection */
export const protectInUse: AdmissionPlugin = (request) => {
  const { object, key } = request;
  const finalizer = PROTECTION[key.resource];
  if (finalizer === undefined || !writes(request, key.resource, 'CREATE')) return undefined;
  const present = object.metadata.finalizers ?? [];
  if (!present.includes(finalizer)) object.metadata.finalizers = [...present, finalizer];
  return undefined;
};

/** PersistentVolumeClaimResize */
export const growsClaim: AdmissionPlugin = (request, store) => {
  if (!writes(request, 'persistentvolumeclaims', 'UPDATE')) return undefined;
  const { object, old, key } = request;
  const size = (claim: unknown) => {
    const asked = valueAt(claim, 'spec', 'resources', 'requests', 'storage');
    return asked === undefined ? 0 : (parseQuantity(String(asked)) ?? 0);
  };
  if (size(object) <= size(old) || textAt(old, 'status', 'phase') !== 'Bound') return undefined;
  const found = store.get(STORAGE_CLASSES, undefined, textAt(old, 'spec', 'storageClassName'));
  if (found?.['allowVolumeExpansion'] !== true)
    throw forbidden(
      key,
      object.metadata.name,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  return undefined;
};
