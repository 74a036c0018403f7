import { quantityOf } from '@quarterdeck/shared/quantity-text';
import type { DemoObject } from '../store.ts';
import type { ControllerContext } from './controller.ts';
import { KEYS } from './kinds.ts';
import { matches } from './selector.ts';
import type { PersistentVolume, VolumeClaim } from './storage-kinds.ts';
import { timestamp } from './time.ts';

const IN_USE = 'kubernetes.io/pvc-protection';
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

export const sizeOf = (amounts: Readonly<Record<string, unknown>> | undefined) => quantityOf(amounts?.['storage']);

/** Whether a volume's claimRef means this claim (and not one that had its name before). */
export function isFor(volume: PersistentVolume, { metadata }: VolumeClaim): boolean {
  const ref = volume.spec.claimRef;
  if (!ref) return false;
  return ref.namespace === metadata.namespace && ref.name === metadata.name && (!ref.uid || ref.uid === metadata.uid);
}

function meets(volume: PersistentVolume, { spec }: VolumeClaim): boolean {
  return (
    (volume.spec.storageClassName ?? '') === (spec.storageClassName ?? '') &&
    (volume.spec.volumeMode ?? 'Filesystem') === (spec.volumeMode ?? 'Filesystem') &&
    sizeOf(volume.spec.capacity) >= sizeOf(spec.resources?.requests) &&
    (spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode))
  );
}

/** The smallest volume that does for a claim; one that is reserved for it comes first. */
export function fittingVolume(
  { store }: Pick<ControllerContext, 'store'>,
  claim: VolumeClaim,
): PersistentVolume | undefined {
  const all = store.list(KEYS.PersistentVolume) as PersistentVolume[];
  const reserved = all.find((one) => isFor(one, claim) && one.status?.phase !== 'Released');
  if (reserved) return reserved;
  return all
    .filter(
      (one) =>
        !one.spec.claimRef &&
        !one.metadata.deletionTimestamp &&
        (one.status?.phase ?? 'Available') === 'Available' &&
        meets(one, claim) &&
        (claim.spec.selector === undefined || matches(claim.spec.selector, one.metadata.labels)),
    )
    .sort((a, b) => sizeOf(a.spec.capacity) - sizeOf(b.spec.capacity))[0];
}

/** The volume that a provisioner makes for a claim. */
export function volumeFor(claim: VolumeClaim, storageClass: DemoObject) {
  const name = `pvc-${claim.metadata.uid}`;
  const options = storageClass['mountOptions'];
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name,
      annotations: { 'pv.kubernetes.io/provisioned-by': String(storageClass['provisioner'] ?? '') },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      capacity: { storage: String(claim.spec.resources?.requests?.['storage'] ?? '1Gi') },
      accessModes: claim.spec.accessModes ?? ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: String(storageClass['reclaimPolicy'] ?? 'Delete'),
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
      ...(Array.isArray(options) ? { mountOptions: options } : {}),
      hostPath: {
        path: `/opt/local-path-provisioner/${name}_${claim.metadata.namespace}_${claim.metadata.name}`,
        type: 'DirectoryOrCreate',
      },
    },
    status: { phase: 'Available' },
  };
}

/** Ties a claim and a volume to each other. */
export function bind(
  { store }: Pick<ControllerContext, 'store'>,
  claim: VolumeClaim,
  volume: PersistentVolume,
): undefined {
  const { namespace = '', name, uid } = claim.metadata;
  store.update(KEYS.PersistentVolume, undefined, volume.metadata.name, (draft) => {
    const target = draft as PersistentVolume;
    if (!target.spec.claimRef)
      target.metadata.annotations = { ...target.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
    if (target.spec.claimRef?.uid !== uid)
      target.spec.claimRef = {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        namespace,
        name,
        uid,
        resourceVersion: claim.metadata.resourceVersion,
      };
    if (target.status?.phase !== 'Bound')
      target.status = { phase: 'Bound', lastPhaseTransitionTime: timestamp(store.now()) };
  });
  store.update(KEYS.PersistentVolumeClaim, namespace, name, (draft) => {
    const target = draft as VolumeClaim;
    target.metadata.annotations = {
      ...target.metadata.annotations,
      [BIND_COMPLETED]: 'yes',
      ...(target.spec.volumeName ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }),
    };
    target.spec.volumeName = volume.metadata.name;
    const finalizers = target.metadata.finalizers ?? [];
    target.metadata.finalizers = finalizers.includes(IN_USE) ? finalizers : [...finalizers, IN_USE];
    target.status = {
      phase: 'Bound',
      accessModes: volume.spec.accessModes ?? [],
      capacity: { ...volume.spec.capacity },
    };
  });
  return undefined;
}
