import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { AGE, ALL_VERBS, type Column, column, NAME, orNone, type ResourceType, STATUS } from './resource-type.ts';

const storage = {
  group: 'storage.k8s.io',
  versions: ['v1'],
  namespaced: false,
  verbs: ALL_VERBS,
  subresources: [],
} as const;

const nameWithDefault = (annotation: string): Column => ({
  ...NAME,
  cell: ({ metadata: { name, annotations } }) => (annotations?.[annotation] === 'true' ? `${name} (default)` : name),
});

function textsAt(object: DemoObject, ...path: string[]): string[] {
  const list = valueAt(object, ...path);
  return Array.isArray(list) ? list.map(String) : [];
}

export const STORAGE_RESOURCES: readonly ResourceType[] = [
  {
    ...storage,
    plural: 'csidrivers',
    singular: 'csidriver',
    kind: 'CSIDriver',
    columns: [
      NAME,
      column('AttachRequired', (o) => valueAt(o, 'spec', 'attachRequired') !== false, 'boolean'),
      column('PodInfoOnMount', (o) => valueAt(o, 'spec', 'podInfoOnMount') === true, 'boolean'),
      column('StorageCapacity', (o) => valueAt(o, 'spec', 'storageCapacity') === true, 'boolean'),
      column('TokenRequests', (o) => {
        const requests = valueAt(o, 'spec', 'tokenRequests');
        if (!Array.isArray(requests)) return '<unset>';
        return requests.map((request) => textAt(request, 'audience')).join(',');
      }),
      column('RequiresRepublish', (o) => valueAt(o, 'spec', 'requiresRepublish') === true, 'boolean'),
      column('Modes', (o) => orNone(textsAt(o, 'spec', 'volumeLifecycleModes').join(','))),
      AGE,
    ],
  },
  {
    ...storage,
    plural: 'csinodes',
    singular: 'csinode',
    kind: 'CSINode',
    columns: [NAME, column('Drivers', (o) => objectsIn(o, 'spec', 'drivers').length, 'integer'), AGE],
  },
  {
    ...storage,
    plural: 'csistoragecapacities',
    singular: 'csistoragecapacity',
    kind: 'CSIStorageCapacity',
    namespaced: true,
    columns: [
      NAME,
      column('StorageClassName', (o) => textAt(o, 'storageClassName')),
      column('Capacity', (o) => textAt(o, 'capacity') || '<unset>'),
    ],
  },
  {
    ...storage,
    plural: 'storageclasses',
    singular: 'storageclass',
    kind: 'StorageClass',
    shortNames: ['sc'],
    columns: [
      nameWithDefault('storageclass.kubernetes.io/is-default-class'),
      column('Provisioner', (o) => textAt(o, 'provisioner')),
      column('ReclaimPolicy', (o) => textAt(o, 'reclaimPolicy') || 'Delete'),
      column('VolumeBindingMode', (o) => textAt(o, 'volumeBindingMode') || 'Immediate'),
      column('AllowVolumeExpansion', (o) => (o['allowVolumeExpansion'] === true ? 'true' : 'false'), 'string'),
      AGE,
    ],
  },
  {
    ...storage,
    plural: 'volumeattachments',
    singular: 'volumeattachment',
    kind: 'VolumeAttachment',
    subresources: [STATUS('VolumeAttachment')],
    columns: [
      NAME,
      column('Attacher', (o) => textAt(o, 'spec', 'attacher')),
      column('PV', (o) => textAt(o, 'spec', 'source', 'persistentVolumeName')),
      column('Node', (o) => textAt(o, 'spec', 'nodeName')),
      column('Attached', (o) => valueAt(o, 'status', 'attached') === true, 'boolean'),
      AGE,
    ],
  },
  {
    ...storage,
    plural: 'volumeattributesclasses',
    singular: 'volumeattributesclass',
    kind: 'VolumeAttributesClass',
    shortNames: ['vac'],
    columns: [
      nameWithDefault('storageclass.kubernetes.io/is-default-class'),
      column('DriverName', (o) => textAt(o, 'driverName')),
      AGE,
    ],
  },
];
