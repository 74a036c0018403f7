import { quantityOf } from '@quarterdeck/shared/quantity-text';
import type { ClusterStore, DemoObject } from '../store.ts';
import type { ControllerContext } from './controller.ts';
import { KEYS, type Node, type Pod } from './kinds.ts';
import { matchesTerm } from './node-fit.ts';
import { isFinished } from './pod-state.ts';
import type { NodeSelectorTerm } from './scheduling-kinds.ts';
import type { PersistentVolume, VolumeClaim } from './storage-kinds.ts';

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** A pod's claims, as far as they decide where it can go. */
export interface ClaimedVolumes {
  /** Why no node will do, in the scheduler's words. */
  readonly obstacle: string | undefined;
  readonly bound: readonly PersistentVolume[];
  /** claims that are bound when their pod has found a node */
  readonly waiting: readonly { readonly claim: VolumeClaim; readonly storageClass: DemoObject }[];
}

/** The names of the claims that a pod uses, ephemeral volumes' ones included. */
export function claimNames(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [volume.persistentVolumeClaim.claimName];
    return volume['ephemeral'] ? [`${pod.metadata.name}-${volume.name}`] : [];
  });
}

export function claimedVolumes({ store, index }: ControllerContext, pod: Pod): ClaimedVolumes {
  const bound: PersistentVolume[] = [];
  const waiting: { claim: VolumeClaim; storageClass: DemoObject }[] = [];
  const no = (obstacle: string): ClaimedVolumes => ({ obstacle, bound: [], waiting: [] });
  let hasUnbound = false;
  for (const name of claimNames(pod)) {
    const claim = store.get(KEYS.PersistentVolumeClaim, pod.metadata.namespace, name) as VolumeClaim | undefined;
    if (!claim) return no(`persistentvolumeclaim "${name}" not found`);
    if (claim.status?.phase === 'Lost')
      return no(`persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName}"`);
    if (claim.metadata.deletionTimestamp) return no(`persistentvolumeclaim "${name}" is being deleted`);
    if (claim.status?.phase === 'Bound') {
      const volume = store.get(KEYS.PersistentVolume, undefined, claim.spec.volumeName ?? '');
      if (volume) bound.push(volume as PersistentVolume);
      const isAlone = claim.spec.accessModes?.includes('ReadWriteOncePod');
      const isTaken =
        isAlone &&
        [...index.podsIn(pod.metadata.namespace ?? '')].some(
          (one) =>
            one.metadata.uid !== pod.metadata.uid &&
            one.spec.nodeName &&
            !isFinished(one) &&
            claimNames(one).includes(name),
        );
      if (isTaken)
        return no('node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode');
      continue;
    }
    const storageClass = store.get(KEYS.StorageClass, undefined, claim.spec.storageClassName ?? '');
    if (storageClass?.['volumeBindingMode'] === 'WaitForFirstConsumer' && !claim.spec.volumeName)
      waiting.push({ claim, storageClass });
    else hasUnbound = true;
  }
  return hasUnbound ? no('pod has unbound immediate PersistentVolumeClaims') : { obstacle: undefined, bound, waiting };
}

function isReachable(volume: PersistentVolume, node: Node): boolean {
  const affinity = volume.spec['nodeAffinity'] as { required?: { nodeSelectorTerms?: NodeSelectorTerm[] } } | undefined;
  const terms = affinity?.required?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
}

/** A volume made by hand on this node that a waiting claim can have. */
export function localVolumeFor(store: ClusterStore, claim: VolumeClaim, node: Node): PersistentVolume | undefined {
  const asked = quantityOf(claim.spec.resources?.requests?.['storage']);
  return (store.list(KEYS.PersistentVolume) as PersistentVolume[])
    .filter(
      (one) =>
        one.status?.phase === 'Available' &&
        !one.spec.claimRef &&
        one.spec.storageClassName === claim.spec.storageClassName &&
        quantityOf(one.spec.capacity?.['storage']) >= asked &&
        (claim.spec.accessModes ?? []).every((mode) => one.spec.accessModes?.includes(mode)) &&
        isReachable(one, node),
    )
    .sort((a, b) => quantityOf(a.spec.capacity?.['storage']) - quantityOf(b.spec.capacity?.['storage']))[0];
}

/** Why a node cannot have the pod's volumes. */
export function volumeObjection(context: ControllerContext, volumes: ClaimedVolumes, node: Node): string | undefined {
  if (volumes.bound.some((one) => !isReachable(one, node))) return 'node(s) had volume node affinity conflict';
  for (const { claim, storageClass } of volumes.waiting) {
    const chosen = claim.metadata.annotations?.[SELECTED_NODE];
    if (chosen !== undefined && chosen !== node.metadata.name && context.store.get(KEYS.Node, undefined, chosen))
      return 'node(s) had volume node affinity conflict';
    if (storageClass['provisioner'] === NO_PROVISIONER && !localVolumeFor(context.store, claim, node))
      return "node(s) didn't find available persistent volumes to bind";
    const topologies = storageClass['allowedTopologies'];
    if (Array.isArray(topologies) && topologies.length > 0 && !topologies.some((term) => isAllowed(term, node)))
      return "node(s) didn't find available persistent volumes to bind";
  }
  return undefined;
}

function isAllowed(term: unknown, node: Node): boolean {
  const { matchLabelExpressions = [] } = term as { matchLabelExpressions?: { key: string; values: string[] }[] };
  return matchLabelExpressions.every(({ key, values }) => values.includes(node.metadata.labels?.[key] ?? ''));
}
