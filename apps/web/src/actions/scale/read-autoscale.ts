import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import { findByKind, findResource } from '../../api/discovery.ts';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { ActionTarget } from '../define-action.ts';
import { type AutoscaleRead, unrequested } from './autoscale-input.ts';
import { isAutoscaler } from './scalable.ts';
import { lookAt, scales } from './scale-look.ts';

/** The newest first. What v2beta1 says, servers of its time say in v2beta2 or v1 too. */
const VERSIONS = ['v2', 'v2beta2', 'v1'];

/** Reads what an autoscaler of the target is made of. Rejects where the cluster serves no autoscalers, or the target is gone. */
export async function readAutoscale(
  { ref }: ActionTarget,
  resources: readonly DiscoveredResource[],
  signal: AbortSignal,
): Promise<AutoscaleRead> {
  const { cluster, namespace } = ref;
  const get = <T>(path: string) => k8sJson<T>(cluster, path, { signal });
  const group = await get<unknown>('/apis/autoscaling');
  const served = listAt(group, 'versions').map((each) => textAt(each, 'version'));
  const version = VERSIONS.find((each) => served.includes(each)) ?? 'v1';
  const known = findResource(resources, 'autoscaling', 'horizontalpodautoscalers');
  if (known === undefined) throw new Error('autoscaling/horizontalpodautoscalers');
  const resource = { ...known, version };
  const own = isAutoscaler({ ref }) ? await get<KubeObject>(apiPath(resource, ref)) : undefined;
  const target = own === undefined ? ref : targetRef(own, resources, ref);
  const [object, list] = await Promise.all([
    target === undefined ? undefined : get<KubeObject>(apiPath(target.resource, target)).catch(orNothing(own)),
    get<unknown>(apiPath(resource, { namespace })).catch(orNothing(own)),
  ]);
  const all = listAt(list, 'items');
  const mine = object === undefined ? [] : all.filter((each) => scales(each, object));
  const [first] = mine;
  const existing =
    own ?? (isObject(first) ? { ...first, apiVersion: `autoscaling/${version}`, kind: known.kind } : undefined);
  const look = object === undefined ? undefined : lookAt(object, []);
  const template = valueAt(object, 'spec.template');
  return {
    resource,
    ...(existing === undefined ? {} : { existing }),
    names: mine.map((each) => textAt(each, 'metadata.name')),
    target: {
      apiVersion: textAt(own, 'spec.scaleTargetRef.apiVersion') || (object?.apiVersion ?? ''),
      kind: textAt(own, 'spec.scaleTargetRef.kind') || (object?.kind ?? ''),
      name: textAt(own, 'spec.scaleTargetRef.name') || (object?.metadata.name ?? ''),
    },
    ...(look?.owner === undefined || own !== undefined ? {} : { owner: look.owner }),
    ...(look?.keeper === undefined || own !== undefined ? {} : { keeper: look.keeper }),
    replicas: look?.current ?? 1,
    unrequested: { cpu: unrequested(template, 'cpu'), memory: unrequested(template, 'memory') },
    hasMetrics: resources.some((each) => each.group === 'metrics.k8s.io'),
  };
}

/** What an autoscaler scales, as an address. */
function targetRef(
  autoscaler: KubeObject,
  resources: readonly DiscoveredResource[],
  { cluster, namespace }: ActionTarget['ref'],
): ActionTarget['ref'] | undefined {
  const [apiVersion, kind, name] = ['apiVersion', 'kind', 'name'].map((field) =>
    textAt(autoscaler, `spec.scaleTargetRef.${field}`),
  );
  const resource = findByKind(resources, apiVersion ?? '', kind ?? '');
  return resource === undefined || !name ? undefined : { cluster, resource, namespace, name };
}

/** The target of an autoscaler that is at hand may be gone, or not to be seen: its bounds can be changed all the same. */
function orNothing(own: KubeObject | undefined) {
  return (error: unknown): undefined => {
    if (own === undefined) throw error;
  };
}

function isObject(item: unknown): item is KubeObject {
  return textAt(item, 'metadata.name') !== '';
}
