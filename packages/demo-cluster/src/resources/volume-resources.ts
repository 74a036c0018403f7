import type {
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimStatus,
  PersistentVolumeSpec,
  PersistentVolumeStatus,
} from 'kubernetes-types/core/v1';
import { textAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { AGE, ALL_VERBS, column, NAME, type ResourceType, STATUS, wide } from './resource-type.ts';

type Volume = DemoObject & { spec: PersistentVolumeSpec; status?: PersistentVolumeStatus };
type Claim = DemoObject & { spec: PersistentVolumeClaimSpec; status?: PersistentVolumeClaimStatus };

/** Access modes in kubectl's short forms: "RWO,ROX". */
const MODE = new Map([
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
]);
/** In the table's order, whatever the object's is. */
const modesText = (modes: readonly string[] = []) =>
  [...MODE].flatMap(([mode, short]) => (modes.includes(mode) ? [short] : [])).join(',');
const terminatingOr = (object: DemoObject, phase: string | undefined) =>
  object.metadata.deletionTimestamp ? 'Terminating' : (phase ?? '');

const persistentvolumes: ResourceType<Volume> = {
  group: '',
  versions: ['v1'],
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  kind: 'PersistentVolume',
  shortNames: ['pv'],
  namespaced: false,
  verbs: ALL_VERBS,
  subresources: [STATUS('PersistentVolume')],
  columns: [
    NAME,
    column('Capacity', (pv) => pv.spec.capacity?.['storage'] ?? ''),
    column('Access Modes', (pv) => modesText(pv.spec.accessModes)),
    column('Reclaim Policy', (pv) => pv.spec.persistentVolumeReclaimPolicy ?? ''),
    column('Status', (pv) => terminatingOr(pv, pv.status?.phase)),
    column('Claim', (pv) => (pv.spec.claimRef ? `${pv.spec.claimRef.namespace}/${pv.spec.claimRef.name}` : '')),
    column('StorageClass', (pv) => pv.spec.storageClassName ?? ''),
    column('VolumeAttributesClass', (pv) => textAt(pv, 'spec', 'volumeAttributesClassName') || '<unset>'),
    column('Reason', (pv) => pv.status?.reason ?? ''),
    AGE,
    wide('VolumeMode', (pv) => pv.spec.volumeMode ?? '<unset>'),
  ],
};

const persistentvolumeclaims: ResourceType<Claim> = {
  group: '',
  versions: ['v1'],
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  kind: 'PersistentVolumeClaim',
  shortNames: ['pvc'],
  namespaced: true,
  verbs: ALL_VERBS,
  subresources: [STATUS('PersistentVolumeClaim')],
  columns: [
    NAME,
    column('Status', (pvc) => terminatingOr(pvc, pvc.status?.phase)),
    column('Volume', (pvc) => pvc.spec.volumeName ?? ''),
    column('Capacity', (pvc) => (pvc.spec.volumeName ? (pvc.status?.capacity?.['storage'] ?? '') : '')),
    column('Access Modes', (pvc) => (pvc.spec.volumeName ? modesText(pvc.status?.accessModes) : '')),
    column('StorageClass', (pvc) => pvc.spec.storageClassName ?? ''),
    column('VolumeAttributesClass', (pvc) => textAt(pvc, 'spec', 'volumeAttributesClassName') || '<unset>'),
    AGE,
    wide('VolumeMode', (pvc) => pvc.spec.volumeMode ?? '<unset>'),
  ],
};

export const VOLUME_RESOURCES: readonly ResourceType[] = [persistentvolumeclaims, persistentvolumes];
