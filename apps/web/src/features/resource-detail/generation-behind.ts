import type { KubeObject } from '../../api/kube-object.ts';
import { numberAt } from '../../api/read-field.ts';

/** The object's generation and the one that its controller has seen, while that is an older one; undefined otherwise. */
export function generationBehind(
  object: KubeObject,
): { readonly generation: number; readonly observed: number } | undefined {
  const { generation } = object.metadata;
  const observed = numberAt(object, 'status.observedGeneration');
  return generation !== undefined && observed !== undefined && observed < generation
    ? { generation, observed }
    : undefined;
}
