import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { DemoObject } from '../store.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS, type Pod } from './kinds.ts';
import { isFinished } from './pod-state.ts';
import type { PersistentVolume, VolumeClaim } from './storage-kinds.ts';

const SOURCE = { component: 'persistentvolume-controller' };
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const IN_USE = 'kubernetes.io/pvc-protection';
const PROVISIONING_MS = 1200;

/** Binds claims to volumes, provisions volumes for them, and lets volumes go when their claim is gone. */
export const volumeClaimController: Controller = {
  name: 'volume-claim',
  watches: [
    { key: KEYS.PersistentVolumeClaim, map: itself },
    { key: KEYS.PersistentVolume, map: (_event, { store }) => pending(store.list(KEYS.PersistentVolumeClaim)) },
    { key: KEYS.StorageClass, map: (_event, { store }) => pending(store.list(KEYS.PersistentVolumeClaim)) },
    {
      key: KEYS.Pod,
      map: ({ object }) =>
        ((object as Pod).spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) =>
          claim ? [queueKey(object.metadata.namespace, claim.claimName)] : [],
        ),
    },
  ],
  reconcile(context, namespace, name) {
    const claim = context.store.get(KEYS.PersistentVolumeClaim, namespace, name) as VolumeClaim | undefined;
    if (!claim) return release(context, namespace, name);
    if (claim.metadata.deletionTimestamp) return unprotect(context, claim);
    if (claim.status?.phase === 'Bound') return undefined;
    return bindOrProvision(context, claim);
  },
};

function pending(claims: readonly DemoObject[]): string[] {
  return (claims as VolumeClaim[])
    .filter((one) => one.status?.phase !== 'Bound')
    .map(({ metadata }) => queueKey(metadata.namespace, metadata.name));
}

function usersOf({ index }: ControllerContext, claim: VolumeClaim): Pod[] {
  return [...index.podsIn(claim.metadata.namespace ?? '')].filter(
    (pod) =>
      !isFinished(pod) &&
      (pod.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === claim.metadata.name),
  );
}

/** A claim that a pod uses stays until the pod is gone. */
function unprotect(context: ControllerContext, claim: VolumeClaim): undefined {
  if (usersOf(context, claim).length > 0) return undefined;
  context.store.update(KEYS.PersistentVolumeClaim, claim.metadata.namespace, claim.metadata.name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== IN_USE);
  });
  return undefined;
}

function release({ store }: ControllerContext, namespace: string, name: string): undefined {
  for (const volume of store.list(KEYS.PersistentVolume) as PersistentVolume[]) {
    const ref = volume.spec.claimRef;
    if (ref?.namespace !== namespace || ref.name !== name || volume.status?.phase !== 'Bound') continue;
    if (volume.spec.persistentVolumeReclaimPolicy === 'Delete') {
      store.update(KEYS.PersistentVolume, undefined, volume.metadata.name, (draft) => {
        delete draft.metadata.finalizers;
      });
      store.delete(KEYS.PersistentVolume, undefined, volume.metadata.name);
    } else
      store.update(KEYS.PersistentVolume, undefined, volume.metadata.name, (draft) => {
        (draft as PersistentVolume).status = { phase: 'Released' };
      });
  }
  return undefined;
}

function bindOrProvision(context: ControllerContext, claim: VolumeClaim): number | undefined {
  const { store, events } = context;
  if (claim.spec.storageClassName === undefined) {
    const standard = store.list(KEYS.StorageClass).find((one) => one.metadata.annotations?.[DEFAULT_CLASS] === 'true');
    if (standard)
      store.update(KEYS.PersistentVolumeClaim, claim.metadata.namespace, claim.metadata.name, (draft) => {
        (draft as VolumeClaim).spec.storageClassName = standard.metadata.name;
      });
  }
  const present = (store.get(KEYS.PersistentVolumeClaim, claim.metadata.namespace, claim.metadata.name) ??
    claim) as VolumeClaim;
  const volume = fittingVolume(context, present);
  if (volume) return bind(context, present, volume);
  const className = present.spec.storageClassName ?? '';
  const storageClass = store.get(KEYS.StorageClass, undefined, className);
  if (!storageClass) {
    if (className === '')
      events.normal(
        present,
        SOURCE,
        'FailedBinding',
        'no persistent volumes available for this claim and no storage class is set',
      );
    else events.warning(present, SOURCE, 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
    return 15_000;
  }
  const users = usersOf(context, present).filter((pod) => !pod.metadata.deletionTimestamp);
  if (storageClass['volumeBindingMode'] === 'WaitForFirstConsumer' && users.length === 0) {
    events.normal(present, SOURCE, 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
    return 15_000;
  }
  const provisioner = String(storageClass['provisioner'] ?? '');
  if (provisioner === 'kubernetes.io/no-provisioner') return 15_000;
  const source = { component: provisioner };
  const uid = present.metadata.uid;
  const left = Date.parse(present.metadata.creationTimestamp) + PROVISIONING_MS - store.now();
  if (left > 0) {
    const text = `External provisioner is provisioning volume for claim "${claim.metadata.namespace}/${claim.metadata.name}"`;
    events.normal(present, source, 'Provisioning', text);
    return left;
  }
  store.create(KEYS.PersistentVolume, volumeFor(present, storageClass));
  events.normal(present, source, 'ProvisioningSucceeded', `Successfully provisioned volume pvc-${uid}`);
  const made = store.get(KEYS.PersistentVolume, undefined, `pvc-${uid}`) as PersistentVolume | undefined;
  return made ? bind(context, present, made) : 1000;
}

/** The volume that a provisioner makes for a claim. */
export function volumeFor(claim: VolumeClaim, storageClass: DemoObject) {
  const name = `pvc-${claim.metadata.uid}`;
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
      hostPath: {
        path: `/opt/local-path-provisioner/${name}_${claim.metadata.namespace}_${claim.metadata.name}`,
        type: 'DirectoryOrCreate',
      },
    },
    status: { phase: 'Available' },
  };
}

function fittingVolume({ store }: ControllerContext, claim: VolumeClaim): PersistentVolume | undefined {
  const size = (value: string | number | undefined) => parseQuantity(String(value ?? '0')) ?? 0;
  const volumes = (store.list(KEYS.PersistentVolume) as PersistentVolume[]).filter((volume) => {
    const ref = volume.spec.claimRef;
    if (ref)
      return (
        ref.namespace === claim.metadata.namespace &&
        ref.name === claim.metadata.name &&
        volume.status?.phase !== 'Released'
      );
    if (claim.spec.volumeName) return claim.spec.volumeName === volume.metadata.name;
    return (
      (volume.status?.phase ?? 'Available') === 'Available' &&
      (volume.spec.storageClassName ?? '') === (claim.spec.storageClassName ?? '') &&
      size(volume.spec.capacity?.['storage']) >= size(claim.spec.resources?.requests?.['storage']) &&
      (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode))
    );
  });
  return volumes.sort((a, b) => size(a.spec.capacity?.['storage']) - size(b.spec.capacity?.['storage']))[0];
}

/** Ties a claim and a volume to each other. */
export function bind(
  { store }: Pick<ControllerContext, 'store'>,
  claim: VolumeClaim,
  volume: PersistentVolume,
): undefined {
  store.update(KEYS.PersistentVolume, undefined, volume.metadata.name, (draft) => {
    const target = draft as PersistentVolume;
    target.spec.claimRef = {
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      namespace: claim.metadata.namespace ?? '',
      name: claim.metadata.name,
      uid: claim.metadata.uid,
    };
    target.status = { phase: 'Bound' };
  });
  store.update(KEYS.PersistentVolumeClaim, claim.metadata.namespace, claim.metadata.name, (draft) => {
    const target = draft as VolumeClaim;
    target.spec.volumeName = volume.metadata.name;
    target.metadata.annotations = {
      ...target.metadata.annotations,
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
    };
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
