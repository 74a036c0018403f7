import { apiPath, parseApiVersion } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import type { ActionTarget } from '../define-action.ts';
import { lookKey, type ScaleLook } from './scale-input.ts';

/** Where a workload remembers how many replicas it had when it was scaled to 0. */
export const BEFORE_ZERO = 'quarterdeck.dev/replicas-before-zero';

const WIDTH = 6;

/** Of every version that a server may serve, the one that all of them do. */
const AUTOSCALERS = { group: 'autoscaling', version: 'v1', resource: 'horizontalpodautoscalers' };

/** What the cluster says of each target, by {@link lookKey}. */
export async function readLooks(
  targets: readonly ActionTarget[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, ScaleLook>>> {
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
  const looks = await mapBounded(targets, WIDTH, async (target) => {
    const { cluster, resource, namespace } = target.ref;
    const [object, all] = await Promise.all([
      k8sJson<KubeObject>(cluster, apiPath(resource, target.ref), { signal }),
      scalersIn(cluster, namespace),
    ]);
    return [lookKey(target), lookAt(object, all)] as const;
  });
  return Object.fromEntries(looks);
}

/** What an object and the autoscalers of its namespace say of its replicas. */
export function lookAt(object: KubeObject, autoscalers: readonly unknown[]): ScaleLook {
  const remembered = Number(object.metadata.annotations?.[BEFORE_ZERO] ?? Number.NaN);
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  const hasClaims = listAt(object, 'spec.volumeClaimTemplates').length > 0;
  const deletesClaims = textAt(object, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled') === 'Delete';
  return {
    current: numberAt(object, 'spec.replicas') ?? 1,
    running: numberAt(object, 'status.replicas') ?? 0,
    ...(Number.isSafeInteger(remembered) && remembered > 0 ? { remembered } : {}),
    ...(owner === undefined ? {} : { owner: { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name } }),
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
