import type { DemoObject } from '../store.ts';
import { usersOf } from './claim-users.ts';
import { type Controller, type ControllerContext, itself, queueKey } from './controller.ts';
import { KEYS, type Pod } from './kinds.ts';
import { claimNames, NO_PROVISIONER, SELECTED_NODE } from './scheduler-volumes.ts';
import type { PersistentVolume, VolumeClaim } from './storage-kinds.ts';
import { bind, fittingVolume, isFor, volumeFor } from './volume-binding.ts';
import { expand } from './volume-expansion.ts';

const SOURCE = { component: 'persistentvolume-controller' };
const IN_USE = 'kubernetes.io/pvc-protection';
const PROVISIONING_MS = 1200;
// --pvclaimbinder-sync-period
const SYNC_MS = 15_000;

/** Binds claims to volumes, has volumes provisioned for them, and keeps claims that are in use. */
export function volumeClaims(): Controller {
  /** when a provisioner began with a claim, by uid */
  const begun = new Map<string, number>();
  return {
    name: 'volume-claim',
    watches: [
      { key: KEYS.PersistentVolumeClaim, map: (event) => (event.type === 'DELETED' ? [] : itself(event)) },
      { key: KEYS.PersistentVolume, map: ({ object }, context) => concerned(object as PersistentVolume, context) },
      { key: KEYS.StorageClass, map: (_event, { store }) => pending(store.list(KEYS.PersistentVolumeClaim)) },
      {
        key: KEYS.Pod,
        map: ({ object }) => claimNames(object as Pod).map((name) => queueKey(object.metadata.namespace, name)),
      },
    ],
    reconcile(context, namespace, name) {
      const claim = context.store.get(KEYS.PersistentVolumeClaim, namespace, name) as VolumeClaim | undefined;
      if (!claim) return undefined;
      if (claim.metadata.deletionTimestamp) return unprotect(context, claim);
      if (claim.status?.phase === 'Bound') return keep(context, claim);
      if (claim.status?.phase === 'Lost') return undefined;
      return bindOrProvision(context, claim, begun);
    },
  };
}

/** Claims that wait, and the one that this volume belongs to. */
function concerned({ spec, metadata }: PersistentVolume, { store }: ControllerContext): string[] {
  const owner = spec.claimRef ? [queueKey(spec.claimRef.namespace, spec.claimRef.name)] : [];
  return [...new Set([...owner, ...pending(store.list(KEYS.PersistentVolumeClaim), metadata.name)])];
}

function pending(claims: readonly DemoObject[], volume?: string): string[] {
  return (claims as VolumeClaim[])
    .filter((one) => one.status?.phase !== 'Bound' || (volume !== undefined && one.spec.volumeName === volume))
    .map(({ metadata }) => queueKey(metadata.namespace, metadata.name));
}

/** A claim that a pod uses stays until the pod is gone. */
function unprotect(context: ControllerContext, claim: VolumeClaim): undefined {
  if (usersOf(context, claim).length > 0 || !claim.metadata.finalizers?.includes(IN_USE)) return undefined;
  context.store.update(KEYS.PersistentVolumeClaim, claim.metadata.namespace, claim.metadata.name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== IN_USE);
  });
  return undefined;
}

/** A bound claim grows when it asks for more, and is lost with its volume. */
function keep(context: ControllerContext, claim: VolumeClaim): number | undefined {
  const { store, events } = context;
  const volume = store.get(KEYS.PersistentVolume, undefined, claim.spec.volumeName ?? '') as
    | PersistentVolume
    | undefined;
  if (volume) return expand(context, claim, volume);
  events.warning(claim, SOURCE, 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  setPhase(context, claim, 'Lost');
  return undefined;
}

function setPhase({ store }: ControllerContext, claim: VolumeClaim, phase: string): void {
  store.update(KEYS.PersistentVolumeClaim, claim.metadata.namespace, claim.metadata.name, (draft) => {
    (draft as VolumeClaim).status = { ...(draft as VolumeClaim).status, phase };
  });
}

function bindOrProvision(
  context: ControllerContext,
  claim: VolumeClaim,
  begun: Map<string, number>,
): number | undefined {
  const { store, events } = context;
  const wanted = claim.spec.volumeName;
  if (wanted) {
    const volume = store.get(KEYS.PersistentVolume, undefined, wanted) as PersistentVolume | undefined;
    if (!volume) return SYNC_MS;
    if (!volume.spec.claimRef || isFor(volume, claim)) return bind(context, claim, volume);
    events.warning(claim, SOURCE, 'FailedBinding', `volume "${wanted}" already bound to a different claim.`);
    return SYNC_MS;
  }
  const className = claim.spec.storageClassName ?? '';
  const storageClass = store.get(KEYS.StorageClass, undefined, className);
  const isDelayed = storageClass?.['volumeBindingMode'] === 'WaitForFirstConsumer';
  const isScheduled = claim.metadata.annotations?.[SELECTED_NODE] !== undefined;
  const volume = isDelayed && !isScheduled ? undefined : fittingVolume(context, claim);
  if (volume) return bind(context, claim, volume);
  if (!storageClass) {
    if (className === '')
      events.normal(
        claim,
        SOURCE,
        'FailedBinding',
        'no persistent volumes available for this claim and no storage class is set',
      );
    else events.warning(claim, SOURCE, 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
    return SYNC_MS;
  }
  if (isDelayed && !isScheduled) return awaitConsumer(context, claim);
  const provisioner = String(storageClass['provisioner'] ?? '');
  if (provisioner === NO_PROVISIONER) return SYNC_MS;
  return provision(context, claim, storageClass, provisioner, begun);
}

function awaitConsumer(context: ControllerContext, claim: VolumeClaim): number {
  const waiting = usersOf(context, claim).filter((pod) => !pod.spec.nodeName && !pod.metadata.deletionTimestamp);
  const names = waiting.map((pod) => pod.metadata.name).sort();
  if (names.length === 0)
    context.events.normal(
      claim,
      SOURCE,
      'WaitForFirstConsumer',
      'waiting for first consumer to be created before binding',
    );
  else
    context.events.normal(
      claim,
      SOURCE,
      'WaitForPodScheduled',
      `waiting for pod${names.length > 1 ? 's' : ''} ${names.join(',')} to be scheduled`,
    );
  return SYNC_MS;
}

/** Nobody answers for the drivers that were once built in, nor for those of examples. */
const isAnswering = (provisioner: string) => !/^(?:kubernetes\.io|example\.(?:com|org|net))\//.test(provisioner);

function provision(
  context: ControllerContext,
  claim: VolumeClaim,
  storageClass: DemoObject,
  provisioner: string,
  begun: Map<string, number>,
): number | undefined {
  const { store, events } = context;
  const { uid, namespace, name } = claim.metadata;
  const source = { component: provisioner };
  let since = begun.get(uid);
  if (since === undefined || !isAnswering(provisioner))
    events.normal(
      claim,
      SOURCE,
      'ExternalProvisioning',
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
  if (since === undefined) {
    since = store.now();
    begun.set(uid, since);
    store.update(KEYS.PersistentVolumeClaim, namespace, name, (draft) => {
      draft.metadata.annotations = {
        ...draft.metadata.annotations,
        'volume.beta.kubernetes.io/storage-provisioner': provisioner,
        'volume.kubernetes.io/storage-provisioner': provisioner,
      };
    });
    if (isAnswering(provisioner))
      events.normal(
        claim,
        source,
        'Provisioning',
        `External provisioner is provisioning volume for claim "${namespace}/${name}"`,
      );
  }
  if (!isAnswering(provisioner)) return SYNC_MS;
  const left = since + PROVISIONING_MS - store.now();
  if (left > 0) return left;
  begun.delete(uid);
  const made = store.create(KEYS.PersistentVolume, volumeFor(claim, storageClass)) as PersistentVolume;
  events.normal(claim, source, 'ProvisioningSucceeded', `Successfully provisioned volume pvc-${uid}`);
  const present = store.get(KEYS.PersistentVolumeClaim, namespace, name) as VolumeClaim | undefined;
  return present ? bind(context, present, made) : undefined;
}
