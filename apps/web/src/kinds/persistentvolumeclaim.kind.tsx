import { HardDriveDownload } from 'lucide-react';
import { textAt, textsAt } from '../api/read-field.ts';
import { defineKind, type Health } from './define-kind.ts';
import { linkTo } from './pointers.ts';

const HEALTH = new Map<string, Health>([
  ['Bound', 'ok'],
  ['Pending', 'progressing'],
  ['Terminating', 'progressing'],
  ['Lost', 'failed'],
]);

export default defineKind({
  resources: ['v1/persistentvolumeclaims'],
  group: 'config',
  order: 30,
  icon: HardDriveDownload,
  statusColumn: 'Status',
  health: (view) => HEALTH.get(view.cell('Status')) ?? 'unknown',
  statusSentence: (claim) => textAt(claim, 'status.phase'),
  facts: (claim) => [
    { label: 'fact.volume', value: linkTo('', 'PersistentVolume', textAt(claim, 'spec.volumeName')) },
    { label: 'fact.capacity', value: textAt(claim, 'status.capacity.storage') },
    { label: 'fact.requested', value: textAt(claim, 'spec.resources.requests.storage') },
    { label: 'fact.accessModes', value: textsAt(claim, 'spec.accessModes').join(', ') },
    {
      label: 'fact.storageClass',
      value: linkTo('storage.k8s.io', 'StorageClass', textAt(claim, 'spec.storageClassName')),
    },
    { label: 'fact.volumeMode', value: textAt(claim, 'spec.volumeMode') },
  ],
});
