import { quantityOf } from '@quarterdeck/shared/quantity-text';
import { isJsonObject, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { forbidden, oneOf, required, unsupported, wrong, wrongs } from './faults.ts';
import { not, notQualifiedName } from './names.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];
/** Fields of a volume's spec that are no source. */
const COMMON = new Set(['capacity', 'accessModes', 'claimRef', 'nodeAffinity', 'mountOptions']);

function modeFaults(object: DemoObject, detail: string): FieldFault[] {
  const modes = valueAt(object, 'spec', 'accessModes');
  if (!Array.isArray(modes) || modes.length === 0) return [required('spec.accessModes', detail)];
  const faults = modes.flatMap((mode) => oneOf('spec.accessModes', mode, ACCESS_MODES, false));
  return modes.includes('ReadWriteOncePod') && modes.length > 1
    ? [...faults, forbidden('spec.accessModes', 'may not use ReadWriteOncePod with other access modes')]
    : faults;
}

function classFaults(object: DemoObject): FieldFault[] {
  const name = textAt(object, 'spec', 'storageClassName');
  return name === '' ? [] : wrongs('spec.storageClassName', name, not('subdomain', name));
}

export function claimFaults(object: DemoObject): FieldFault[] {
  const size = valueAt(object, 'spec', 'resources', 'requests', 'storage');
  const faults = modeFaults(object, 'at least 1 access mode is required');
  if (size === undefined) faults.push(required('spec.resources[storage]'));
  else if (quantityOf(size) <= 0)
    faults.push(wrong('spec.resources[storage]', String(size), 'must be greater than zero'));
  return [
    ...faults,
    ...classFaults(object),
    ...oneOf('spec.volumeMode', valueAt(object, 'spec', 'volumeMode'), VOLUME_MODES),
  ];
}

export function volumeFaults(object: DemoObject): FieldFault[] {
  const spec = isJsonObject(object['spec']) ? object['spec'] : {};
  const faults = modeFaults(object, '');
  const capacity = spec['capacity'];
  if (!isJsonObject(capacity) || Object.keys(capacity).length === 0) faults.push(required('spec.capacity'));
  if (!isJsonObject(capacity) || !('storage' in capacity) || Object.keys(capacity).length > 1)
    faults.push(unsupported('spec.capacity', capacity ?? null, ['storage']));
  const sources = Object.keys(spec).filter((field) => !COMMON.has(field) && isJsonObject(spec[field]));
  if (sources.length === 0) faults.push(required('spec', 'must specify a volume type'));
  faults.push(
    ...sources.slice(1).map((source) => forbidden(`spec.${source}`, 'may not specify more than 1 volume type')),
  );
  const policy = spec['persistentVolumeReclaimPolicy'];
  faults.push(...oneOf('spec.persistentVolumeReclaimPolicy', policy, ['Delete', 'Recycle', 'Retain']));
  return [...faults, ...classFaults(object), ...oneOf('spec.volumeMode', spec['volumeMode'], VOLUME_MODES)];
}

export function storageClassFaults(object: DemoObject): FieldFault[] {
  const provisioner = textAt(object, 'provisioner');
  return [
    ...(provisioner === ''
      ? [required('provisioner')]
      : wrongs('provisioner', provisioner, notQualifiedName(provisioner.toLowerCase()))),
    ...oneOf('reclaimPolicy', object['reclaimPolicy'], ['Delete', 'Retain']),
    ...oneOf('volumeBindingMode', object['volumeBindingMode'], ['Immediate', 'WaitForFirstConsumer']),
  ];
}
