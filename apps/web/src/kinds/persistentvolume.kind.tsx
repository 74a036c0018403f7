import { HardDrive } from 'lucide-react';
import { entriesAt, textAt, textsAt } from '../api/read-field.ts';
import { defineKind, type Health } from './define-kind.ts';
import { linkTo } from './pointers.ts';
import { names, points } from './relation.ts';
import { linkColumn } from './row-columns.ts';

const HEALTH = new Map<string, Health>([
  ['Bound', 'ok'],
  ['Available', 'ok'],
  ['Pending', 'progressing'],
  ['Terminating', 'progressing'],
  ['Released', 'warning'],
  ['Failed', 'failed'],
]);

/** Fields of a volume's spec that are not the source of its storage. */
const NOT_SOURCE = new Set(['capacity', 'accessModes', 'claimRef', 'mountOptions', 'nodeAffinity']);

export default defineKind({
  resources: ['v1/persistentvolumes'],
  group: 'config',
  order: 40,
  icon: HardDrive,
  columns: [
    linkColumn('claim', 'Claim', (text) => {
      const [namespace = '', name = ''] = text.split('/');
      return name === '' ? undefined : { group: '', kind: 'PersistentVolumeClaim', namespace, name };
    }),
    linkColumn('storageclass', 'StorageClass', (name) => ({ group: 'storage.k8s.io', kind: 'StorageClass', name })),
  ],
  statusColumn: 'Status',
  health: (view) => HEALTH.get(view.cell('Status')) ?? 'unknown',
  statusSentence: (volume) =>
    [textAt(volume, 'status.phase'), textAt(volume, 'status.message')].filter(Boolean).join(': '),
  facts: (volume) => [
    {
      label: 'fact.claim',
      value: linkTo(
        '',
        'PersistentVolumeClaim',
        textAt(volume, 'spec.claimRef.name'),
        textAt(volume, 'spec.claimRef.namespace'),
      ),
    },
    { label: 'fact.capacity', value: textAt(volume, 'spec.capacity.storage') },
    { label: 'fact.accessModes', value: textsAt(volume, 'spec.accessModes').join(', ') },
    { label: 'fact.reclaimPolicy', value: textAt(volume, 'spec.persistentVolumeReclaimPolicy') },
    {
      label: 'fact.storageClass',
      value: linkTo('storage.k8s.io', 'StorageClass', textAt(volume, 'spec.storageClassName')),
    },
    { label: 'fact.volumeMode', value: textAt(volume, 'spec.volumeMode') },
    {
      label: 'fact.source',
      value: entriesAt(volume, 'spec')
        .filter(([name, value]) => typeof value === 'object' && !NOT_SOURCE.has(name))
        .map(([name]) => name),
    },
  ],
  deletion: { data: 'deletion.volume.data', typed: true, look: () => import('./volume/deletion-look.ts') },
  relations: [
    points('spec.claimRef', ['/PersistentVolumeClaim'], 'bound'),
    names('spec.storageClassName', 'storage.k8s.io/StorageClass', 'class'),
  ],
});
