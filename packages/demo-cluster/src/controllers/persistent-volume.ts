import { type Controller, type ControllerContext, itself } from './controller.ts';
import { KEYS } from './kinds.ts';
import type { PersistentVolume, VolumeClaim } from './storage-kinds.ts';
import { timestamp } from './time.ts';
import { isFor } from './volume-binding.ts';

const SOURCE = { component: 'persistentvolume-controller' };
const PROTECTION = 'kubernetes.io/pv-protection';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/** Phases of volumes: free, bound, released; what becomes of a released one; and volumes that are bound stay. */
export const persistentVolumes: Controller = {
  name: 'persistent-volume',
  watches: [
    { key: KEYS.PersistentVolume, map: (event) => (event.type === 'DELETED' ? [] : itself(event)) },
    {
      key: KEYS.PersistentVolumeClaim,
      map: ({ object, type }) => {
        const { volumeName } = (object as VolumeClaim).spec;
        return type === 'DELETED' && volumeName ? [`/${volumeName}`] : [];
      },
    },
  ],
  reconcile(context, _namespace, name) {
    const { store } = context;
    const volume = store.get(KEYS.PersistentVolume, undefined, name) as PersistentVolume | undefined;
    if (!volume) return undefined;
    const ref = volume.spec.claimRef;
    const claim = ref
      ? (store.get(KEYS.PersistentVolumeClaim, ref.namespace, ref.name) as VolumeClaim | undefined)
      : undefined;
    const hasOwner = claim !== undefined && isFor(volume, claim);
    if (volume.metadata.deletionTimestamp) {
      if (!hasOwner) unprotect(context, volume);
      return undefined;
    }
    // a claimRef without uid reserves a volume for a claim that is still to come
    if (!ref?.uid) setPhase(context, volume, 'Available');
    else if (!hasOwner) release(context, volume);
    return undefined;
  },
};

function unprotect({ store }: ControllerContext, { metadata }: PersistentVolume): void {
  store.update(KEYS.PersistentVolume, undefined, metadata.name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== PROTECTION);
  });
}

function setPhase({ store }: ControllerContext, volume: PersistentVolume, phase: string, message?: string): void {
  if (volume.status?.phase === phase) return;
  store.update(KEYS.PersistentVolume, undefined, volume.metadata.name, (draft) => {
    (draft as PersistentVolume).status = {
      phase,
      lastPhaseTransitionTime: timestamp(store.now()),
      ...(message === undefined ? {} : { message }),
    };
  });
}

/** What happens to a volume whose claim is gone: persistentVolumeReclaimPolicy. */
function release(context: ControllerContext, volume: PersistentVolume): void {
  const { store, events } = context;
  const { name } = volume.metadata;
  const policy = volume.spec.persistentVolumeReclaimPolicy;
  if (volume.status?.phase === 'Failed') return;
  setPhase(context, volume, 'Released');
  if (policy === 'Recycle') {
    events.normal(volume, SOURCE, 'VolumeRecycled', 'Volume recycled');
    store.update(KEYS.PersistentVolume, undefined, name, (draft) => {
      delete (draft as PersistentVolume).spec.claimRef;
    });
  }
  if (policy !== 'Delete') return;
  if (volume.metadata.annotations?.[PROVISIONED_BY] !== undefined) {
    store.delete(KEYS.PersistentVolume, undefined, name);
    return;
  }
  const message = `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`;
  events.warning(volume, SOURCE, 'VolumeFailedDelete', message);
  setPhase(context, { ...volume, status: { phase: 'Released' } }, 'Failed', message);
}
