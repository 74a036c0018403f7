import type { KubeObject } from './kube-object.ts';
import { entriesAt } from './read-field.ts';

/** The labels of the pods that a workload makes; none where it has no template of them. */
export function templateLabels(workload: KubeObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesAt(workload, 'spec.template.metadata.labels').map(([key, value]) => [key, String(value)]),
  );
}
