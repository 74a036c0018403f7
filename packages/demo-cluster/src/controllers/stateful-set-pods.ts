import type { DemoObject } from '../store.ts';
import type { ControllerContext } from './controller.ts';
import { revisionTemplate } from './controller-revision.ts';
import { KEYS, type Pod, type PodTemplate, type StatefulSet } from './kinds.ts';
import { messageOf } from './pod-control.ts';
import { controllerReference, podOf } from './pod-template.ts';

export const SOURCE = { component: 'statefulset-controller' };
export const REVISION_LABEL = 'controller-revision-hash';

export interface Revisions {
  readonly current: string;
  readonly update: string;
}

/** The number of a pod of a set; undefined when its name is not of this set. */
export function ordinalOf(set: StatefulSet, pod: DemoObject): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
  return match?.[1] === set.metadata.name ? Number(match[2]) : undefined;
}

/** Pods below the partition stay on, and come back with, the current revision. */
function templateFor(
  context: ControllerContext,
  set: StatefulSet,
  { current, update }: Revisions,
  ordinal: number,
): { revision: string; template: PodTemplate } {
  const { updateStrategy, ordinals, template } = set.spec;
  const first = ordinals?.start ?? 0;
  const stays = updateStrategy?.rollingUpdate?.partition ?? 0;
  if (updateStrategy?.type !== 'OnDelete' && current !== update && ordinal < first + stays) {
    const old = revisionTemplate(context, set.metadata.namespace ?? '', current);
    if (old) return { revision: current, template: old };
  }
  return { revision: update, template };
}

/** Creates one numbered pod, its claims first. */
export function createNumbered(
  context: ControllerContext,
  set: StatefulSet,
  revisions: Revisions,
  ordinal: number,
): void {
  const { store, events } = context;
  const { revision, template } = templateFor(context, set, revisions, ordinal);
  const name = `${set.metadata.name}-${ordinal}`;
  const labels = {
    [REVISION_LABEL]: revision,
    'statefulset.kubernetes.io/pod-name': name,
    'apps.kubernetes.io/pod-index': String(ordinal),
  };
  const words = `create Pod ${name} in StatefulSet ${set.metadata.name}`;
  try {
    const claims = createClaims(context, set, name);
    const pod = podOf(set, template, { name, generateName: `${set.metadata.name}-`, labels }, (spec) => {
      spec.hostname = name;
      if (set.spec.serviceName) spec.subdomain = set.spec.serviceName;
      const mounted = [...claims].map(([volume, claimName]) => ({
        name: volume,
        persistentVolumeClaim: { claimName },
      }));
      const others = (spec.volumes ?? []).filter((one) => !claims.has(one.name));
      if (mounted.length + others.length > 0) spec.volumes = [...mounted, ...others];
    });
    store.create(KEYS.Pod, pod);
    events.normal(set, SOURCE, 'SuccessfulCreate', `${words} successful`);
  } catch (error) {
    events.warning(set, SOURCE, 'FailedCreate', `${words} failed error: ${messageOf(error)}`);
    throw error;
  }
}

/** Volume name → claim name; missing claims are created. */
export function createClaims(
  { store, events }: ControllerContext,
  set: StatefulSet,
  podName: string,
): Map<string, string> {
  const namespace = set.metadata.namespace ?? '';
  const claims = new Map<string, string>();
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = `${template.metadata.name}-${podName}`;
    claims.set(template.metadata.name, name);
    const present = store.get(KEYS.PersistentVolumeClaim, namespace, name);
    if (present?.metadata.deletionTimestamp) throw new Error(`pvc ${name} is being deleted`);
    if (present) continue;
    const words = `create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name}`;
    try {
      store.create(KEYS.PersistentVolumeClaim, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...structuredClone(template.metadata),
          name,
          namespace,
          labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
        },
        spec: structuredClone(template.spec),
        status: { phase: 'Pending' },
      });
    } catch (error) {
      events.warning(set, SOURCE, 'FailedCreate', `${words} failed error: ${messageOf(error)}`);
      throw error;
    }
    events.normal(set, SOURCE, 'SuccessfulCreate', `${words} success`);
  }
  return claims;
}

/**
 * Makes a pod's claims owned by whatever is to take them along (KEP-1847): the set when it is deleted, a surplus pod when the set is
 * made smaller. The garbage collector does the rest.
 */
export function ownClaims({ store }: ControllerContext, set: StatefulSet, pod: Pod, isSurplus: boolean): void {
  const policy = set.spec.persistentVolumeClaimRetentionPolicy;
  const namespace = set.metadata.namespace ?? '';
  const owner = isSurplus && policy?.whenScaled === 'Delete' ? pod : policy?.whenDeleted === 'Delete' ? set : undefined;
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = `${template.metadata.name}-${pod.metadata.name}`;
    const claim = store.get(KEYS.PersistentVolumeClaim, namespace, name);
    if (!claim || claim.metadata.deletionTimestamp) continue;
    const before = claim.metadata.ownerReferences ?? [];
    const others = before.filter(
      (one) => one.uid !== set.metadata.uid && !(one.kind === 'Pod' && one.name === pod.metadata.name),
    );
    const wanted = owner ? [...others, controllerReference(owner)] : others;
    if (wanted.map((one) => one.uid).join() === before.map((one) => one.uid).join()) continue;
    store.update(KEYS.PersistentVolumeClaim, namespace, name, (draft) => {
      if (wanted.length > 0) draft.metadata.ownerReferences = wanted;
      else delete draft.metadata.ownerReferences;
    });
  }
}
