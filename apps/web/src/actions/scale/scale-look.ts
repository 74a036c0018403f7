import { apiPath, parseApiVersion } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import type { ActionTarget } from '../define-action.ts';
import { isScalableKind, keepsReplicas } from './scalable.ts';
import { lookKey, type ScaleInput, type ScaleLook } from './scale-input.ts';

/** Where a workload remembers how many replicas it had when it was scaled to 0. */
export const BEFORE_ZERO = 'quarterdeck.dev/replicas-before-zero';

const WIDTH = 6;

/** Of every version that a server may serve, the one that all of them do. */
const AUTOSCALERS = { group: 'autoscaling', version: 'v1', resource: 'horizontalpodautoscalers' };

/** What the cluster says of each target, by {@link lookKey}. Rejects where none of them can be read. */
export async function readLooks(
  targets: readonly ActionTarget[],
  signal: AbortSignal,
): Promise<Required<Pick<ScaleInput, 'looks' | 'unread'>>> {
  const scalers = new Map<string, Promise<readonly unknown[]>>();
  const scalersIn = (cluster: string, namespace = ''): Promise<readonly unknown[]> => {
    const known = scalers.get(namespace);
    if (known !== undefined) return known;
    // who may not list them scales all the same, and is not told whose number it is
    const asked = k8sJson<unknown>(cluster, apiPath(AUTOSCALERS, { namespace }), { signal }).then(
      (list) => listAt(list, 'items'),
      () => [],
    );
    scalers.set(namespace, asked);
    return asked;
  };
  let failure: unknown;
  const read = await mapBounded(targets, WIDTH, async (target) => {
    const { cluster, resource, namespace } = target.ref;
    const key = lookKey(target);
    try {
      const [object, scale, all] = await Promise.all([
        k8sJson<KubeObject>(cluster, apiPath(resource, target.ref), { signal }),
        keepsReplicas(resource) ? undefined : k8sJson<unknown>(cluster, scalePath(target), { signal }),
        scalersIn(cluster, namespace),
      ]);
      return { key, look: lookAt(object, all, scale) };
    } catch (error) {
      signal.throwIfAborted();
      failure ??= error;
      return { key };
    }
  });
  const looks = read.flatMap(({ key, look }) => (look === undefined ? [] : [[key, look] as const]));
  if (looks.length === 0 && failure !== undefined) throw failure;
  return {
    looks: Object.fromEntries(looks),
    unread: read.flatMap(({ key, look }) => (look === undefined ? [key] : [])),
  };
}

/** Where the number is set; of a kind of which nobody knows the field, it is read there as well. */
export function scalePath({ ref }: ActionTarget): string {
  return apiPath(ref.resource, { ...ref, subresource: 'scale' });
}

/** How many it is to have; `scale` is what the subresource says, where the object's fields are not known. */
export function replicasOf(object: KubeObject, scale?: unknown): number {
  return scale === undefined ? (numberAt(object, 'spec.replicas') ?? 1) : (numberAt(scale, 'spec.replicas') ?? 0);
}

/** What an object, its Scale where that was read, and the autoscalers of its namespace say of its replicas. */
export function lookAt(object: KubeObject, autoscalers: readonly unknown[], scale?: unknown): ScaleLook {
  const remembered = Number(object.metadata.annotations?.[BEFORE_ZERO] ?? Number.NaN);
  const controller = object.metadata.ownerReferences?.find((each) => each.controller === true);
  const owner = controller && { apiVersion: controller.apiVersion, kind: controller.kind, name: controller.name };
  const owned = owner && (isScalableKind(owner.apiVersion, owner.kind) ? { owner } : { keeper: owner });
  const hasClaims = listAt(object, 'spec.volumeClaimTemplates').length > 0;
  const deletesClaims = textAt(object, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled') === 'Delete';
  return {
    uid: object.metadata.uid,
    current: replicasOf(object, scale),
    running: numberAt(scale ?? object, 'status.replicas') ?? 0,
    ...(Number.isSafeInteger(remembered) && remembered > 0 ? { remembered } : {}),
    ...owned,
    autoscalers: autoscalers
      .filter((each) => scales(each, object))
      .map((each) => ({
        name: textAt(each, 'metadata.name'),
        min: numberAt(each, 'spec.minReplicas') ?? 1,
        max: numberAt(each, 'spec.maxReplicas') ?? 0,
      })),
    ...(hasClaims ? { claims: deletesClaims ? 'deleted' : 'kept' } : {}),
  };
}

/** Whether an autoscaler decides that object's replicas. */
export function scales(
  autoscaler: unknown,
  { apiVersion, kind, metadata }: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>,
): boolean {
  const { group } = parseApiVersion(textAt(autoscaler, 'spec.scaleTargetRef.apiVersion'));
  return (
    textAt(autoscaler, 'spec.scaleTargetRef.kind') === kind &&
    textAt(autoscaler, 'spec.scaleTargetRef.name') === metadata.name &&
    group === parseApiVersion(apiVersion).group
  );
}
