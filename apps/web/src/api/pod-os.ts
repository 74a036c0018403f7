import type { KubeObject } from './kube-object.ts';
import { textAt, valueAt } from './read-field.ts';

/** The operating system that a pod asks for; undefined when its spec does not say. */
export function podOs(pod: KubeObject): 'linux' | 'windows' | undefined {
  const selector = valueAt(pod, 'spec.nodeSelector');
  const labels: Readonly<Record<string, unknown>> =
    typeof selector === 'object' && selector !== null ? { ...selector } : {};
  const name = textAt(pod, 'spec.os.name') || labels['kubernetes.io/os'] || labels['beta.kubernetes.io/os'];
  return name === 'linux' || name === 'windows' ? name : undefined;
}
