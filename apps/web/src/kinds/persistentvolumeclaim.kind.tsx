import { HardDriveDownload } from 'lucide-react';
import { textAt, textsAt } from '../api/read-field.ts';
import { usersColumn } from './claim/users-column.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { linkTo } from './pointers.ts';
import { names } from './relation.ts';
import { linkColumn } from './row-columns.ts';
import { isOlder, listField, textField } from './row-fields.ts';

const HEALTH = new Map<string, Health>([
  ['Bound', 'ok'],
  ['Pending', 'progressing'],
  ['Terminating', 'progressing'],
  ['Lost', 'failed'],
]);

const RESIZING = new Set(['Resizing', 'FileSystemResizePending']);
const REQUESTED = 'spec.resources.requests.storage';
const CONDITIONS = 'status.conditions[*].type';
/** Time enough to make a volume. A claim may also wait for its first pod, which the claim itself does not say. */
const PENDING_SECONDS = 300;

export default defineKind({
  resources: ['v1/persistentvolumeclaims'],
  group: 'config',
  order: 30,
  icon: HardDriveDownload,
  goKey: 'v',
  immutable: [
    'spec.accessModes',
    'spec.dataSource',
    'spec.dataSourceRef',
    'spec.selector',
    'spec.storageClassName',
    'spec.volumeMode',
    'spec.volumeName',
  ],
  statusColumn: 'Status',
  fields: [REQUESTED, CONDITIONS],
  columns: [
    linkColumn('volume', 'Volume', (name) => ({ group: '', kind: 'PersistentVolume', name })),
    {
      id: 'capacity',
      header: 'Capacity',
      text: (view) => view.cell('Capacity'),
      describe: (view, t) => {
        const [has, asked] = [view.cell('Capacity'), textField(view, REQUESTED)];
        return has === asked || asked === '' ? '' : t('list.requested', { has: has || '0', asked });
      },
    },
    linkColumn('storageclass', 'StorageClass', (name) => ({ group: 'storage.k8s.io', kind: 'StorageClass', name })),
    usersColumn,
  ],
  beside: () => import('./claim/claim-users.ts'),
  health,
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
  deletion: { data: 'deletion.claim.data', look: () => import('./claim/deletion-look.ts') },
  relations: [
    names('spec.volumeName', '/PersistentVolume', 'bound'),
    names('spec.storageClassName', 'storage.k8s.io/StorageClass', 'class'),
  ],
});

function health(view: RowView): Health {
  const own = HEALTH.get(view.cell('Status')) ?? 'unknown';
  if (own === 'progressing' && isOlder(view, PENDING_SECONDS)) return 'warning';
  // it is being made larger
  return own === 'ok' && listField(view, CONDITIONS).some((type) => RESIZING.has(String(type))) ? 'progressing' : own;
}
