import type { DemoObject } from '../store.ts';
import type { PodSpec, PodTemplate } from './kinds.ts';

/** A reference from an object to the controller that made it. */
export function controllerReference(owner: DemoObject) {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

interface PodIdentity {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Record<string, string>;
}

/** A pod of a workload's template; defaulting and admission complete it. */
export function podOf(
  owner: DemoObject,
  template: PodTemplate,
  identity: PodIdentity,
  change?: (spec: PodSpec) => void,
) {
  const spec = structuredClone(template.spec);
  change?.(spec);
  const annotations = template.metadata?.annotations;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(identity.name ? { name: identity.name } : {}),
      ...(identity.generateName ? { generateName: identity.generateName } : {}),
      namespace: owner.metadata.namespace ?? '',
      labels: { ...template.metadata?.labels, ...identity.labels },
      ...(annotations ? { annotations: { ...annotations } } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    spec,
  };
}
