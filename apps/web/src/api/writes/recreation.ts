import type { KubeObject } from '../kube-object.ts';
import { isRecord } from './changed-paths.ts';
import { withoutServerFields } from './server-fields.ts';
import { type ValuePath, valueAtPath } from './value-path.ts';
import { writeYaml } from './write-yaml.ts';

/**
 * What the cluster gave an object and would not fit a new one of its name: the place it was put, the address it was lent, the claim
 * of another object's uid. Told by shape, so that it holds for any kind.
 */
const GIVEN: readonly ValuePath[] = [
  ['metadata', 'deletionTimestamp'],
  ['metadata', 'deletionGracePeriodSeconds'],
  ['metadata', 'ownerReferences'],
  ['metadata', 'finalizers'],
  ['metadata', 'annotations', 'deployment.kubernetes.io/revision'],
  ['metadata', 'annotations', 'pv.kubernetes.io/bind-completed'],
  ['metadata', 'annotations', 'pv.kubernetes.io/bound-by-controller'],
  ['metadata', 'annotations', 'volume.beta.kubernetes.io/storage-provisioner'],
  ['metadata', 'annotations', 'volume.kubernetes.io/storage-provisioner'],
  ['metadata', 'annotations', 'volume.kubernetes.io/selected-node'],
  ['spec', 'nodeName'],
  ['spec', 'healthCheckNodePort'],
  ['spec', 'claimRef', 'uid'],
  ['spec', 'claimRef', 'resourceVersion'],
  ['spec', 'finalizers'],
];
/** Labels and selectors by which a controller knew the old object's pods. */
const CONTROLLER_UID = /^(?:batch\.kubernetes\.io\/)?controller-uid$/;

/**
 * Why making an object again would be of no use; undefined: it can be done. An owner makes it again by itself; what only reports on
 * something else is made by what reports.
 */
export function recreationHindrance(object: KubeObject): 'owned' | 'reported' | undefined {
  const owners = object.metadata.ownerReferences ?? [];
  if (owners.some(({ controller }) => controller === true)) return 'owned';
  // events and the like: nothing a person ever wrote
  return object['spec'] === undefined && isRecord(object['involvedObject']) ? 'reported' : undefined;
}

/** A deleted object as the text of a new one of its name: without what the cluster had given it. */
export function recreationText(object: KubeObject): string {
  const copy: Record<string, unknown> = structuredClone(withoutServerFields(object));
  for (const path of GIVEN) drop(copy, path);
  dropAddress(copy, object);
  dropTokenVolumes(copy);
  dropControllerUid(copy);
  // a claim that was bound by the cluster is bound anew
  if (object.metadata.annotations?.['pv.kubernetes.io/bound-by-controller'] !== undefined)
    drop(copy, ['spec', 'volumeName']);
  return writeYaml(copy);
}

function drop(object: Record<string, unknown>, path: ValuePath): void {
  const parent = valueAtPath(object, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof parent === 'object' && parent !== null && last !== undefined) Reflect.deleteProperty(parent, last);
}

/** The address of a service is lent; "None" is none, and is what makes it headless. */
function dropAddress(copy: Record<string, unknown>, object: KubeObject): void {
  if (valueAtPath(object, ['spec', 'clusterIP']) === 'None') return;
  drop(copy, ['spec', 'clusterIP']);
  drop(copy, ['spec', 'clusterIPs']);
}

/** The token that was mounted into a pod belongs to it; a new pod gets its own. */
function dropTokenVolumes(copy: Record<string, unknown>): void {
  const spec = copy['spec'];
  if (!isRecord(spec) || !Array.isArray(spec['containers']) || !Array.isArray(spec['volumes'])) return;
  const isToken = (item: unknown) =>
    isRecord(item) && /^(?:kube-api-access-\w{5}|[a-z0-9.-]+-token-\w{5})$/.test(String(item['name']));
  const volumes = spec['volumes'].filter((volume: unknown) => !isToken(volume));
  const containers = (list: unknown) =>
    Array.isArray(list)
      ? list.map((container: unknown) =>
          isRecord(container) && Array.isArray(container['volumeMounts'])
            ? { ...container, volumeMounts: container['volumeMounts'].filter((mount: unknown) => !isToken(mount)) }
            : container,
        )
      : list;
  copy['spec'] = {
    ...spec,
    volumes,
    containers: containers(spec['containers']),
    ...(spec['initContainers'] === undefined ? {} : { initContainers: containers(spec['initContainers']) }),
  };
}

function dropControllerUid(copy: Record<string, unknown>): void {
  const selector: ValuePath = ['spec', 'selector', 'matchLabels'];
  const places: readonly ValuePath[] = [selector, ['spec', 'template', 'metadata', 'labels'], ['metadata', 'labels']];
  const generated = Object.keys((valueAtPath(copy, selector) as object | undefined) ?? {}).some((key) =>
    CONTROLLER_UID.test(key),
  );
  for (const place of places) {
    const pairs = valueAtPath(copy, place);
    if (!isRecord(pairs)) continue;
    for (const key of Object.keys(pairs)) if (CONTROLLER_UID.test(key)) drop(copy, [...place, key]);
  }
  if (generated) drop(copy, ['spec', 'selector']);
}
